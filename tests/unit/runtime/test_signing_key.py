"""The key a state folder's tokens are signed with."""

import stat
from pathlib import Path

import pytest
from joserfc.jwk import OctKey, RSAKey

from local.runtime import StartRefused
from local.runtime.signing_key import FILE_NAME, signing_key


def test_key_is_made_once_for_a_folder_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    assert first.is_private
    assert signing_key(tmp_path).as_dict(private=True) == first.as_dict(private=True)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_keys_of_two_folders_or_of_two_starts_that_keep_nothing_differ(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other", None, None]
    for folder in filter(None, folders):
        folder.mkdir()
    keys = [signing_key(folder) for folder in folders]
    assert len({key.kid for key in keys}) == len({key.thumbprint() for key in keys}) == 4


def test_start_that_was_killed_while_it_wrote_the_key_is_mended_by_the_next(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).with_suffix(".new").write_text('{"kty"')
    assert signing_key(tmp_path).kid == signing_key(tmp_path).kid


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"kty": "RSA"}',
        str(OctKey.generate_key(256).as_dict(private=True)).replace("'", '"'),
        str(RSAKey.generate_key(2048, {"kid": "public"}).as_dict(private=False)).replace("'", '"'),
    ],
)
def test_file_that_holds_no_key_is_named_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(StartRefused, match=r"signing-key\.json holds no signing key\. Delete it"):
        signing_key(tmp_path)
