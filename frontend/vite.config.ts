import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./scripts/compressed.ts";

export default defineConfig({
  // any folder of any bucket may serve it
  base: "./",
  plugins: [react(), compressed()],
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
});
