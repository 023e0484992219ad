"""What `diff` tells of some of the edits of diff_cases.py, in full, in both languages. Data and nothing else."""

from __future__ import annotations

TOLD: dict[str, dict[str, str]] = {
    "a number": {
        "en": (
            "What calls meet differently in the next 24 months (2):\n"
            "\n"
            "Key 2 (General enquiries) · while open (Monday to Friday 7:30–19:00)\n"
            "    before: rings Information line 71 78 22 322 (up to 20 s)\n"
            "    now: rings Information line 71 78 22 399 (up to 20 s)\n"
            "    also: key 0; nothing pressed; key 1, when nobody answers; key 3, when nobody answers; key "
            "4, when nobody answers; key 5, when nobody answers; +2\n"
            "\n"
            "Key 6 (Addresses, opening hours and cash desk), key 4 (Telephone numbers of family benefits, "
            "housing and the information line) · always\n"
            "    before: “Telefon: siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta "
            "dwadzieścia dwa.”\n"
            "    now: “Telefon: siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta "
            "dziewięćdziesiąt dziewięć.”\n"
            "    also: key 2 (while closed)\n"
            "    likewise in: українська, English\n"
            "    takes 1.2 s longer to say\n"
        ),
        "pl": (
            "Co się zmieni w rozmowach w najbliższych 24 miesiącach (2):\n"
            "\n"
            "Klawisz 2 (Infolinia i sprawy ogólne) · gdy otwarte (od poniedziałku do piątku 7:30–19:00)\n"
            "    przedtem: dzwoni: Infolinia 71 78 22 322 (do 20 s)\n"
            "    teraz: dzwoni: Infolinia 71 78 22 399 (do 20 s)\n"
            "    także: klawisz 0; bez naciskania; klawisz 1, gdy nikt nie odbiera; klawisz 3, gdy nikt nie "
            "odbiera; klawisz 4, gdy nikt nie odbiera; klawisz 5, gdy nikt nie odbiera; +2\n"
            "\n"
            "Klawisz 6 (Adresy, godziny i kasa), klawisz 4 (Telefony świadczeń, dodatków i infolinii) · "
            "zawsze\n"
            "    przedtem: „Telefon: siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta "
            "dwadzieścia dwa.”\n"
            "    teraz: „Telefon: siedemdziesiąt jeden, siedemdziesiąt osiem, dwadzieścia dwa, trzysta "
            "dziewięćdziesiąt dziewięć.”\n"
            "    także: klawisz 2 (gdy zamknięte)\n"
            "    podobnie w innych językach: українська, English\n"
            "    mówienie trwa o 1,2 s dłużej\n"
        ),
    },
    "a dated fact": {
        "en": (
            "What calls meet differently in the next 24 months (1):\n"
            "\n"
            "Key 6 (Addresses, opening hours and cash desk), key 5 (Large Family Card and Rodzina Plus "
            "Card) · from 1 January 2027\n"
            "    before: “Adres: ulica Strzegomska sześć, pokój dwadzieścia sześć.”\n"
            "    now: “Adres: ulica Długa jeden.”\n"
            "    also: key 5 (from 1 January 2027, while closed)\n"
            "    likewise in: українська, English\n"
            "    takes 1.7 s less to say\n"
        ),
        "pl": (
            "Co się zmieni w rozmowach w najbliższych 24 miesiącach (1):\n"
            "\n"
            "Klawisz 6 (Adresy, godziny i kasa), klawisz 5 (Karta Dużej Rodziny i Karta Rodzina Plus) · od "
            "1 stycznia 2027\n"
            "    przedtem: „Adres: ulica Strzegomska sześć, pokój dwadzieścia sześć.”\n"
            "    teraz: „Adres: ulica Długa jeden.”\n"
            "    także: klawisz 5 (od 1 stycznia 2027, gdy zamknięte)\n"
            "    podobnie w innych językach: українська, English\n"
            "    mówienie trwa o 1,7 s krócej\n"
        ),
    },
    "a line with dates": {
        "en": (
            "What calls meet differently in the next 24 months (1):\n"
            "\n"
            "Key 1 (For family benefits), when nobody answers · until 28 February 2027, while open (Monday "
            "to Friday 7:30–19:00)\n"
            "    before: rings Benefit payments 71 78 22 326 (up to 20 s), then Information line 71 78 22 "
            "322 (up to 20 s)\n"
            "    now: rings Information line 71 78 22 322 (up to 20 s)\n"
        ),
        "pl": (
            "Co się zmieni w rozmowach w najbliższych 24 miesiącach (1):\n"
            "\n"
            "Klawisz 1 (Świadczenia rodzinne), gdy nikt nie odbiera · do 28 lutego 2027, gdy otwarte (od "
            "poniedziałku do piątku 7:30–19:00)\n"
            "    przedtem: dzwoni: Wypłaty świadczeń 71 78 22 326 (do 20 s), potem Infolinia 71 78 22 322 "
            "(do 20 s)\n"
            "    teraz: dzwoni: Infolinia 71 78 22 322 (do 20 s)\n"
        ),
    },
    "who is rung when nobody answers": {
        "en": (
            "What calls meet differently in the next 24 months (1):\n"
            "\n"
            "Key 1 (For family benefits), when nobody answers · while open (Monday to Friday 7:30–19:00)\n"
            "    before: “Nikt teraz nie odbiera. Łączę z infolinią. Nikt nie może teraz odebrać. Aby "
            "czekać dalej, proszę się nie rozłączać.” (+1 sentences)\n"
            "    now: “Dziękujemy za telefon. Do widzenia.”\n"
            "    before: rings Information line 71 78 22 322 (up to 20 s), then waiting (up to 600 s, told "
            "every 30 s)\n"
            "    now: the call ends\n"
            "    likewise in: українська, English\n"
            "    takes 7.5 s less to say\n"
        ),
        "pl": (
            "Co się zmieni w rozmowach w najbliższych 24 miesiącach (1):\n"
            "\n"
            "Klawisz 1 (Świadczenia rodzinne), gdy nikt nie odbiera · gdy otwarte (od poniedziałku do "
            "piątku 7:30–19:00)\n"
            "    przedtem: „Nikt teraz nie odbiera. Łączę z infolinią. Nikt nie może teraz odebrać. Aby "
            "czekać dalej, proszę się nie rozłączać.” (dalsze zdania: 1)\n"
            "    teraz: „Dziękujemy za telefon. Do widzenia.”\n"
            "    przedtem: dzwoni: Infolinia 71 78 22 322 (do 20 s), potem oczekiwanie (do 600 s, komunikat "
            "co 30 s)\n"
            "    teraz: koniec połączenia\n"
            "    podobnie w innych językach: українська, English\n"
            "    mówienie trwa o 7,5 s krócej\n"
        ),
    },
    "hours that begin later": {
        "en": (
            "What calls meet differently in the next 24 months (3):\n"
            "\n"
            "Open before, closed now · Monday to Friday 7:30–8:00\n"
            "    hears now: “W tej chwili nie odbieramy telefonów. Prosimy dzwonić dzisiaj od ósmej. W "
            "sytuacji zagrożenia życia lub zdrowia proszę dzwonić pod numer sto dwanaście. Jeśli mamy oddzwonić: "
            "krzyżyk.” (+1 sentences)\n"
            "    rings no more: key 1 (For family benefits) 71 79 99 274; key 2 (General enquiries) 71 78 "
            "22 322; key 3 (Disability certificates) 71 78 22 360, 71 78 22 362, 71 78 22 363; key 4 "
            "(Housing allowance) 71 78 22 346, 71 78 22 348; key 5 (Large Family Card and Rodzina Plus "
            "Card) 71 78 23 595, 71 78 23 594\n"
            "    worded for Wednesday, 25 November 2026, 7:44\n"
            "\n"
            "At the beginning of a call · while closed\n"
            "    before: “Prosimy dzwonić jutro od siódmej trzydzieści.”\n"
            "    now: “Prosimy dzwonić jutro od ósmej.”\n"
            "    likewise in: українська, English\n"
            "    takes 1.0 s less to say\n"
            "    worded for Tuesday, 24 November 2026, 21:30\n"
            "\n"
            "Key 6 (Addresses, opening hours and cash desk), key 2 (Our address, telephone and e-mail) · "
            "always\n"
            "    before: “Telefony odbieramy od poniedziałku do piątku, od siódmej trzydzieści do "
            "dziewiętnastej.”\n"
            "    now: “Telefony odbieramy od poniedziałku do piątku, od ósmej do dziewiętnastej.”\n"
            "    likewise in: українська, English\n"
            "    takes 1.0 s less to say\n"
        ),
        "pl": (
            "Co się zmieni w rozmowach w najbliższych 24 miesiącach (3):\n"
            "\n"
            "Przedtem otwarte, teraz zamknięte · od poniedziałku do piątku 7:30–8:00\n"
            "    słychać teraz: „W tej chwili nie odbieramy telefonów. Prosimy dzwonić dzisiaj od ósmej. W "
            "sytuacji zagrożenia życia lub zdrowia proszę dzwonić pod numer sto dwanaście. Jeśli mamy oddzwonić: "
            "krzyżyk.” (dalsze zdania: 1)\n"
            "    już nie dzwoni: klawisz 1 (Świadczenia rodzinne) 71 79 99 274; klawisz 2 (Infolinia i "
            "sprawy ogólne) 71 78 22 322; klawisz 3 (Orzeczenia o niepełnosprawności) 71 78 22 360, 71 78 "
            "22 362, 71 78 22 363; klawisz 4 (Dodatki mieszkaniowe) 71 78 22 346, 71 78 22 348; klawisz 5 "
            "(Karta Dużej Rodziny i Karta Rodzina Plus) 71 78 23 595, 71 78 23 594\n"
            "    przykładowe brzmienie: środa, 25 listopada 2026, 7:44\n"
            "\n"
            "Na początku połączenia · gdy zamknięte\n"
            "    przedtem: „Prosimy dzwonić jutro od siódmej trzydzieści.”\n"
            "    teraz: „Prosimy dzwonić jutro od ósmej.”\n"
            "    podobnie w innych językach: українська, English\n"
            "    mówienie trwa o 1,0 s krócej\n"
            "    przykładowe brzmienie: wtorek, 24 listopada 2026, 21:30\n"
            "\n"
            "Klawisz 6 (Adresy, godziny i kasa), klawisz 2 (Adres, telefon i e-mail ośrodka) · zawsze\n"
            "    przedtem: „Telefony odbieramy od poniedziałku do piątku, od siódmej trzydzieści do "
            "dziewiętnastej.”\n"
            "    teraz: „Telefony odbieramy od poniedziałku do piątku, od ósmej do dziewiętnastej.”\n"
            "    podobnie w innych językach: українська, English\n"
            "    mówienie trwa o 1,0 s krócej\n"
        ),
    },
}
