"""Edits of the shipped files, and the rows that `diff` tells of them. Data of test_diff.py and nothing else."""

from __future__ import annotations

from tests.support.edited import Edit

CONFIG, MAIN, INFO = "config.yaml", "flows/main.yaml", "flows/information.yaml"

EDITS: dict[str, list[Edit]] = {
    "a number": [(CONFIG, "number: 71 78 22 322", "number: 71 78 22 399")],
    "a key that leads elsewhere": [
        (MAIN, "en: For family benefits}, go: family}", "en: For family benefits}, go: housing}")
    ],
    "two options change their keys": [
        (MAIN, "      1: {label: {pl: Świad", "      2: {label: {pl: Świad"),
        (MAIN, "      2: {label: {pl: Info", "      1: {label: {pl: Info"),
    ],
    "hours shortened": [(CONFIG, "calls: {mon-fri: 7:30-19:00}", "calls: {mon-fri: 7:30-15:30}")],
    "hours that begin later": [(CONFIG, "calls: {mon-fri: 7:30-19:00}", "calls: {mon-fri: 8:00-19:00}")],
    "a day off": [
        (
            CONFIG,
            "facts:\n  office_street",
            "exceptions:\n  - date: 2026-12-28\n    open: closed\n    reason: {pl: z powodu remontu, uk: через ремонт, "
            "en: because of repairs}\n\nfacts:\n  office_street",
        )
    ],
    "an extra open day": [
        (
            CONFIG,
            "facts:\n  office_street",
            "exceptions:\n  - date: 2026-12-12\n    open: 9:00-12:00\n"
            "    reason: {pl: z powodu akcji, uk: через акцію, "
            "en: because of an open day}\n\nfacts:\n  office_street",
        )
    ],
    "a sentence in one language": [(MAIN, '"Connecting you to family benefits."', '"One moment, please."')],
    "a language that no key chooses": [(MAIN, "      8: {label: {uk: Українською}, language: uk}\n", "")],
    "a dated fact": [
        (
            CONFIG,
            "  cards_place:\n    pl: ulica Strzegomska sześć, pokój dwadzieścia sześć\n",
            "  cards_place:\n    - from: 2027-01-01\n      pl: ulica Długa jeden\n      uk: вулиця Довга один\n"
            "      en: one Long Street\n    - until: 2026-12-31\n"
            "      pl: ulica Strzegomska sześć, pokój dwadzieścia sześć\n",
        ),
        (
            CONFIG,
            '    uk: "вулиця [pl: Strzegomska,] будинок шість, кімната двадцять шість"\n',
            '      uk: "вулиця [pl: Strzegomska,] будинок шість, кімната двадцять шість"\n',
        ),
        (
            CONFIG,
            "    en: six Strzegomska Street, room twenty-six\n    written:\n      pl: ul. Strzegomska 6, pokój 26\n"
            '      uk: "[pl: ul. Strzegomska 6], кімната 26"\n      en: "[pl: ul. Strzegomska 6], room 26"\n',
            "      en: six Strzegomska Street, room twenty-six\n",
        ),
    ],
    "a line with dates": [(CONFIG, "    number: 71 78 22 326\n", "    number: 71 78 22 326\n    from: 2027-03-01\n")],
    "a new service": [
        (
            "flows/information.yaml",
            "go: about_privacy}\n",
            "go: about_privacy}\n      7: {label: {pl: Wypłaty, uk: Виплати, en: Payments}, go: payments}\n",
        ),
        (
            MAIN,
            "  nobody_at_desk:\n",
            "  payments:\n    type: dial\n    to: payments\n"
            "    say: {pl: Łączę z wypłatami., uk: З'єдную з виплатами., "
            "en: Connecting you to payments.}\n    otherwise: nobody_at_desk\n"
            "    closed: infoline\n\n  nobody_at_desk:\n",
        ),
        (
            CONFIG,
            "hunt_groups:\n",
            "hunt_groups:\n  payments:\n    label: {pl: Wypłaty, uk: Виплати, en: Payments}\n"
            "    lines: [payments]\n    ring_seconds: 25\n",
        ),
    ],
    "who is rung when nobody answers": [
        (
            MAIN,
            '      en: "Connecting you to family benefits."\n    otherwise: nobody_at_desk',
            '      en: "Connecting you to family benefits."\n    otherwise: goodbye',
        ),
    ],
    "the order of ringing": [(CONFIG, "lines: [family, payments]", "lines: [payments, family]")],
    "seconds of ringing": [
        (CONFIG, "lines: [cards_1, cards_2]\n    ring_seconds: 20", "lines: [cards_1, cards_2]\n    ring_seconds: 25")
    ],
    "a shorter wait": [(MAIN, "wait_seconds: 600", "wait_seconds: 300")],
    "a longer greeting": [
        (MAIN, '"Dzień dobry, tu MOPS Wrocław."', '"Dzień dobry, dodzwonili się Państwo do MOPS Wrocław."')
    ],
    "a menu between": [
        (MAIN, "en: Disability certificates}, go: disability}", "en: Disability certificates}, go: choice}"),
        (
            MAIN,
            "  nobody_at_desk:\n",
            "  choice:\n    type: menu\n    options:\n"
            "      1: {label: {pl: Wnioski, uk: Заяви, en: For applications}, go: disability}\n"
            "      2: {label: {pl: Pozostałe sprawy, uk: Інші справи, en: Other matters}, go: infoline}\n"
            "    keys: {0: infoline}\n    no_input: infoline\n    no_match: infoline\n\n  nobody_at_desk:\n",
        ),
    ],
}

NOTHING: dict[str, list[Edit]] = {
    "a comment": [(CONFIG, "# Who, where and when.", "# Who and where.")],
    "another layout": [(MAIN, '      pl: "Łączę z infolinią."', "      pl: Łączę z infolinią.")],
    "a node that nobody can tell by its name": [
        (MAIN, "  nobody_at_desk:\n    type", "  nobody_there:\n    type"),
        *[(MAIN, find, find.replace("nobody_at_desk", "nobody_there")) for find in (
            'rodzinnych."\n      uk: "З\'єдную з відділом сімейних виплат."\n'
            '      en: "Connecting you to family benefits."\n'
            "    otherwise: nobody_at_desk", 'you to the disability assessment team."\n    otherwise: nobody_at_desk',
            'you to housing allowance."\n    otherwise: nobody_at_desk',
            'you to the Large Family Card office."\n    otherwise: nobody_at_desk',
        )],
    ],
}  # fmt: skip

HEADINGS: dict[str, list[str]] = {
    "a number": [
        "Key 2 (General enquiries) · while open (Monday to Friday 7:30–19:00)",
        (
            "Key 6 (Addresses, opening hours and cash desk), key 4 (Telephone numbers of family benefits, "
            "housing and the information line) · always"
        ),
    ],
    "a key that leads elsewhere": [
        "Key 1 (For family benefits) · while open (Monday to Friday 7:30–19:00)",
    ],
    "two options change their keys": [
        "At the beginning of a call · while open (Monday to Friday 7:30–19:00)",
        "Key 1 (General enquiries) · while open (Monday to Friday 7:30–19:00)",
        "Key 1 (General enquiries), when nobody answers · while open (Monday to Friday 7:30–19:00)",
        "Key 2 (For family benefits) · while open (Monday to Friday 7:30–19:00)",
        "Key 2 (For family benefits), when nobody answers · while open (Monday to Friday 7:30–19:00)",
    ],
    "hours shortened": [
        "Open before, closed now · Monday to Friday 15:30–19:00",
        ("Key 6 (Addresses, opening hours and cash desk), key 2 (Our address, telephone and e-mail) · always"),
    ],
    "hours that begin later": [
        "Open before, closed now · Monday to Friday 7:30–8:00",
        "At the beginning of a call · while closed",
        ("Key 6 (Addresses, opening hours and cash desk), key 2 (Our address, telephone and e-mail) · always"),
    ],
    "a day off": [
        "Open before, closed now · on 28 December 2026 (Monday), 7:30–19:00",
        "At the beginning of a call · from 23 December 2026 19:00 until 28 December 2026 7:30",
        (
            "At the beginning of a call · on 28 December 2026 (Monday), 0:00–7:30; on 28 December 2026 "
            "(Monday), 19:00–24:00"
        ),
        (
            "Key 6 (Addresses, opening hours and cash desk), key 1 (For the cash desk) · on 23 December "
            "2026 (Wednesday), 14:00–24:00; from 27 December 2026 0:00 until 28 December 2026 7:30"
        ),
        (
            "Key 6 (Addresses, opening hours and cash desk), key 1 (For the cash desk) · from 24 December "
            "2026 until 26 December 2026"
        ),
        (
            "Key 6 (Addresses, opening hours and cash desk), key 1 (For the cash desk) · on 28 December "
            "2026 (Monday), 0:00–7:30; on 28 December 2026 (Monday), 19:00–24:00"
        ),
    ],
    "an extra open day": [
        "Closed before, open now · on 12 December 2026 (Saturday), 9:00–12:00",
        "At the beginning of a call · from 11 December 2026 19:00 until 12 December 2026 9:00",
        (
            "At the beginning of a call · on 12 December 2026 (Saturday), 0:00–9:00; on 12 December 2026 "
            "(Saturday), 12:00–24:00"
        ),
        (
            "Key 6 (Addresses, opening hours and cash desk), key 1 (For the cash desk) · from 11 December "
            "2026 14:00 until 12 December 2026 9:00"
        ),
        (
            "Key 6 (Addresses, opening hours and cash desk), key 1 (For the cash desk) · on 12 December "
            "2026 (Saturday), 0:00–9:00; on 12 December 2026 (Saturday), 12:00–24:00"
        ),
    ],
    "a sentence in one language": [
        "Key 1 (For family benefits) · while open (Monday to Friday 7:30–19:00)",
    ],
    "a language that no key chooses": [
        "At the beginning of a call · while open (Monday to Friday 7:30–19:00)",
        "Key 8 (Українською) · while open (Monday to Friday 7:30–19:00)",
    ],
    "a dated fact": [
        (
            "Key 6 (Addresses, opening hours and cash desk), key 5 (Large Family Card and Rodzina Plus "
            "Card) · from 1 January 2027"
        ),
    ],
    "a line with dates": [
        (
            "Key 1 (For family benefits), when nobody answers · until 28 February 2027, while open (Monday "
            "to Friday 7:30–19:00)"
        ),
    ],
    "a new service": [
        "Key 6 (Addresses, opening hours and cash desk) · always",
        ("Key 6 (Addresses, opening hours and cash desk), key 7 (Payments) · while open (Monday to Friday 7:30–19:00)"),
        ("Key 6 (Addresses, opening hours and cash desk), key 7 (Payments) · while closed on ordinary days"),
        "Key 6 (Addresses, opening hours and cash desk), key 7 (Payments) · on public holidays",
    ],
    "who is rung when nobody answers": [
        "Key 1 (For family benefits), when nobody answers · while open (Monday to Friday 7:30–19:00)",
    ],
    "the order of ringing": [
        "Key 1 (For family benefits) · while open (Monday to Friday 7:30–19:00)",
    ],
    "seconds of ringing": [
        "Key 5 (Large Family Card and Rodzina Plus Card) · while open (Monday to Friday 7:30–19:00)",
    ],
    "a shorter wait": [
        "Key 1 (For family benefits), when nobody answers · while open (Monday to Friday 7:30–19:00)",
    ],
    "a longer greeting": [
        "At the beginning of a call · always",
    ],
    "a menu between": [
        "Key 3 (Disability certificates) · while open (Monday to Friday 7:30–19:00)",
        ("Key 3 (Disability certificates), key 1 (For applications) · while open (Monday to Friday 7:30–19:00)"),
        ("Key 3 (Disability certificates), key 2 (Other matters) · while open (Monday to Friday 7:30–19:00)"),
    ],
}
