import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Markdown } from "../../../src/page/answer/Markdown.tsx";

const shown = (text: string, tables = true) => renderToStaticMarkup(<Markdown text={text} tables={tables} />);

describe("test_r27_Markdown of a hostile hand", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![](http://tracker.example/pixel.png)",
    "![][p]\n\n[p]: http://tracker.example/pixel.png",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "<a href='javascript:alert(1)'>click</a>",
    "<iframe src=//evil.example></iframe>",
    "<style>@import '//evil.example'</style>",
    "<svg><script>alert(1)</script></svg>",
    "<form action=//evil.example><button>go</button></form>",
  ])("%s does nothing", (text) => {
    const html = shown(text);
    expect(html).not.toMatch(/<(script|img|iframe|style|svg|form|object|embed|link|input)/i);
    expect(html).not.toMatch(/(href|src)="(?!https?:)/i);
    expect(html).not.toMatch(/\son\w+=/i);
  });

  test("keeps links to the web, which tell the other side nothing of this page", () => {
    expect(shown("[docs](https://docs.aws.amazon.com/)")).toContain(
      '<a href="https://docs.aws.amazon.com/" target="_blank" rel="noopener noreferrer nofollow">',
    );
  });
});

describe("Markdown of an answer", () => {
  const answer = "Some words.\n\n### Where it went\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n### What this rests on\n\n- One request";

  test("shows tables", () => {
    expect(shown(answer)).toContain("<table>");
  });

  test("leaves out a section that is shown elsewhere, and what is after it stays", () => {
    const text = "Words.\n\n### Not available\n\n- A source\n\n### After\n\nMore";
    const html = renderToStaticMarkup(<Markdown text={text} withoutHeading="Not available" />);
    expect(html).not.toMatch(/Not available|A source/);
    expect(html).toMatch(/Words.*After.*More/s);
  });

  test("leaves out tables that show elsewhere, with the headings that have nothing else", () => {
    const html = shown(answer, false);
    expect(html).not.toContain("<table>");
    expect(html).not.toContain("Where it went");
    expect(html).toContain("What this rests on");
    expect(html).toContain("One request");
  });
});
