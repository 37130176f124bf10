from hypothesis import given
from hypothesis import strategies as st

from scanner.content.catalogue_import.html import plain


def test_paragraphs_become_lines_and_bullets_are_marked() -> None:
    assert plain("<p>a. Üks:</p><ul><li>esimene;</li><li><p>teine.</p></li></ul><p>b. Kaks</p>") == (
        "a. Üks:\n* esimene;\n* teine.\nb. Kaks"
    )


def test_inline_markup_and_references_become_plain_words() -> None:
    assert plain("<p>a.&nbsp;<b>Secure</b>Boot &amp; <em>TPM</em><br/>rida</p>") == "a. SecureBoot & TPM\nrida"


def test_scripts_and_styles_vanish_with_their_content() -> None:
    assert plain("<p>a. Üks</p><script>b. x</script><style>c. y</style><svg><text>d. z</text></svg>") == "a. Üks"


def test_an_empty_item_does_not_swallow_the_next_clause() -> None:
    assert plain("<ul><li></li></ul><p>b. Kaks</p>") == "b. Kaks"


def test_a_list_lettered_by_the_browser_gets_its_letters() -> None:
    assert plain('<ol type="a"><li>üks</li><li value="4">neli<ul><li>osa</li></ul></li></ol>') == (
        "a. üks\nd. neli\n* osa"
    )


def test_a_lettered_list_inside_a_bullet_is_only_bullets() -> None:
    assert plain('<ul><li>üks<ol type="a"><li>osa</li></ol></li></ul>') == "* üks\n* osa"


def test_absurd_list_numbers_are_harmless() -> None:
    assert plain('<ol type="a" start="999"><li>üks</li><li value="-9">kaks</li></ol>') == "* üks\n* kaks"


@given(st.text(alphabet=st.sampled_from(list('<>/ulipoa=" &;x.')), max_size=200))
def test_any_input_becomes_text_without_failing(html: str) -> None:
    assert isinstance(plain(html), str)
