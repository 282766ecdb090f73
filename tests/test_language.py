"""A text's language: what is English is read whatever its style, what is not is named and left unread."""

from __future__ import annotations

import pytest

from articles.language import detect_language
from geodata.languages import language_name

FOREIGN = {
    "uk": (
        "Учора ввечері російські війська обстріляли село на півдні області. Двоє людей загинули, "
        "ще п'ятеро поранені, повідомив голова обласної адміністрації."
    ),
    "ru": (
        "Вчера вечером войска обстреляли село на юге области. Два человека погибли, ещё пятеро "
        "ранены, сообщил глава администрации. Пострадавшие доставлены в больницу."
    ),
    "ar": (
        "قال مسؤول محلي إن خمسة أشخاص قتلوا وأصيب عشرة آخرون في قصف استهدف سوقا شعبيا في المدينة "
        "صباح يوم الجمعة."
    ),
    "fr": (
        "Au moins dix personnes ont été tuées dimanche dans une attaque contre un village du nord"
        " du pays, ont indiqué des sources locales. Les assaillants sont arrivés à moto."
    ),
    "es": (
        "Al menos diez personas murieron el domingo en un ataque contra una aldea en el norte del"
        " país, según informaron las autoridades locales. Los atacantes huyeron hacia la "
        "frontera."
    ),
    "pt": (
        "Pelo menos dez pessoas morreram no domingo num ataque a uma aldeia no norte do país, "
        "disseram fontes locais. Os atacantes queimaram várias casas antes de fugirem para o "
        "mato."
    ),
    "de": (
        "Bei einem Angriff auf ein Dorf im Norden des Landes sind am Sonntag mindestens zehn "
        "Menschen getötet worden, teilten die Behörden mit. Die Angreifer setzten mehrere Häuser "
        "in Brand."
    ),
    "tr": (
        "Pazar günü ülkenin kuzeyindeki bir köye düzenlenen saldırıda en az on kişi hayatını "
        "kaybetti. Yetkililer saldırganların motosikletlerle geldiğini açıkladı."
    ),
    "so": (
        "Ugu yaraan toban qof ayaa ku dhintay weerar Axaddii lagu qaaday tuulo ku taalla "
        "waqooyiga dalka, sida ay sheegeen mas'uuliyiinta deegaanka. Kooxda weerarka geysatay way"
        " baxsatay."
    ),
    "my": ("တနင်္ဂနွေနေ့က ရွာတစ်ရွာကို တိုက်ခိုက်ခဲ့ရာ အနည်းဆုံး လူဆယ်ဦး သေဆုံးခဲ့သည်ဟု ဒေသခံများက ပြောကြားခဲ့သည်။"),
    "he": "לפחות עשרה בני אדם נהרגו ביום ראשון בהתקפה על כפר בצפון המדינה, כך מסרו מקורות מקומיים.",
}
ENGLISH = {
    "prose": (
        "At least ten people were killed on Sunday when gunmen attacked a village in the north, "
        "officials said."
    ),
    "headline": "Car bomb kills five in Kabul",
    "list of names": (
        "Kupiansk, Kindrashivka, Petropavlivka, Stepova Novoselivka, Synkivka, Dvorichna, Kamianka"
    ),
    "list of towns with tolls": (
        "Mopti: 12\nBandiagara: 4\nDouentza: 9\nBankass: 3\nKoro: 7\nDjenné: 2\nTenenkou: 1"
    ),
    "capitals": (
        "BOGOTA, 3 FEB 90 -- [TEXT] GUERRILLAS ATTACKED POLICE STATION IN SARAVENA, ARAUCA. TWO AGENTS DEAD."
    ),
    "telegraphic": (
        "Shelling Avdiivka overnight. Two dead, five hurt. Power out in Ocheretyne. Rescue work going on."
    ),
    "foreign names": (
        "Soldiers shot dead Mohamed Ould Abdel Aziz Abeidna, Abdoulaye Diallo and Ibrahim Ag "
        "Ghali near Ras al-Ma, Oued Ellil and Bir Moghrein, said Le Monde and El País."
    ),
    "quotation": (
        "The mayor wrote on Telegram on Sunday: «У місті вибухи, всім залишатися в укриттях!» The"
        " air force said that it had shot down nine of the twelve drones that were sent against "
        "the city."
    ),
    "empty": "",
    "digits": "12 34 56, 78!",
}


@pytest.mark.parametrize("code", FOREIGN)
def test_a_foreign_text_is_told_by_its_language(code: str) -> None:
    assert detect_language(FOREIGN[code]) == code
    assert language_name(code) != code


@pytest.mark.parametrize("style", ENGLISH)
def test_english_of_any_style_is_english(style: str) -> None:
    assert detect_language(ENGLISH[style]) == "en"


def test_a_book_is_judged_as_quickly_as_an_article() -> None:
    assert detect_language(FOREIGN["uk"] * 20_000) == "uk"
    assert detect_language(ENGLISH["prose"] * 20_000) == "en"


def test_a_code_without_a_known_name_stands_for_itself() -> None:
    assert language_name("en") == "English"
    assert language_name("zz") == "zz"
