"""The home page, the menu and the footer. Facts come from `the_programme.py`, which names its sources."""

from typing import Any

from cms.pages.first_content.builders import Block, items, link, stream

Tile = tuple[str, str, str, str, str]  # title, text, detail, pictogram, address

MODULES: tuple[Tile, ...] = (
    (
        "1. Une promesse, une posture : accueillir avec bienveillance",
        "Le programme en une minute, les formulations qui accueillent, le droit à l’erreur sans promettre trop.",
        "25 minutes",
        "environment/human-cooperation",
        "/formation/m1-promesse-et-bienveillance/",
    ),
    (
        "2. Joignable et à vos côtés",
        "Choisir le bon canal avec la personne, conduire un appel en cinq temps, passer le relais.",
        "22 minutes",
        "digital/mail-send",
        "/formation/m2-joignable-et-a-vos-cotes/",
    ),
    (
        "3. Orienter, répondre, se faire comprendre",
        "Réorienter sans perdre la personne, tenir un délai annoncé, écrire en langage clair.",
        "22 minutes",
        "map/compass",
        "/formation/m3-orienter-repondre-etre-clair/",
    ),
    (
        "4. Rendre compte, écouter, agir",
        "Lire quatre indicateurs, répondre à un avis, passer d’un irritant à une action.",
        "20 minutes",
        "digital/data-visualization",
        "/formation/m4-rendre-compte-ecouter-agir/",
    ),
    (
        "5. Progresser ensemble, durablement",
        "Prendre soin de ceux qui accueillent, apprendre des erreurs, réduire son empreinte sans exclure.",
        "18 minutes",
        "environment/environment",
        "/formation/m5-progresser-ensemble-durablement/",
    ),
    (
        "Et au bout, votre attestation",
        "Un document à votre nom quand vous avez réussi, avec un code que chacun peut vérifier en ligne.",
        "",
        "document/document-signature",
        "/attestation/",
    ),
)

AUDIENCES: tuple[Tile, ...] = (
    (
        "Vous êtes agent public",
        "Suivez les modules à votre rythme, sur ordinateur ou téléphone. Vous reprenez là où vous vous êtes arrêté, "
        "vous recommencez autant que vous voulez, et le meilleur résultat est gardé.",
        "",
        "digital/self-training",
        "/formation/",
    ),
    (
        "Vous êtes responsable de formation",
        "Votre réseau suit les modules à son rythme et garde la trace des formations suivies, "
        "sans que quiconque voie les réponses d’une personne.",
        "",
        "leisure/community",
        "/donnees-personnelles/",
    ),
    (
        "Vous découvrez Services Publics +",
        "Comprenez en quelques minutes le programme, ses huit engagements en vigueur et la boucle "
        "d’amélioration continue.",
        "",
        "system/information",
        "/le-programme/",
    ),
)

QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "Qui peut suivre la formation ?",
        "<p>Tous les agents publics qui parlent, écrivent ou répondent à des usagers, et leurs encadrants : guichet, "
        "téléphone, messagerie, instruction, réseaux territoriaux. Aucun prérequis n’est demandé.</p>",
    ),
    (
        "Combien de temps faut-il prévoir ?",
        "<p>Environ 1 h 47 pour les cinq modules, de 18 à 25 minutes chacun. Vous pouvez vous arrêter à tout moment : "
        "le site retient l’écran où vous en étiez, même si vous changez d’appareil.</p>",
    ),
    (
        "Faut-il réussir du premier coup ?",
        "<p>Non. Les essais ne sont pas limités, chaque réponse reçoit une explication, "
        "et seul le meilleur résultat est gardé.</p>",
    ),
    (
        "Que voit mon responsable ?",
        "<p>Jamais vos réponses, vos scores ni le temps que vous avez passé. Seule exception, annoncée avant de "
        "commencer : dans une session déclarée obligatoire, votre responsable de formation voit si vous avez "
        "commencé et terminé, et à quelle date. "
        'Le détail est sur la page <a href="/donnees-personnelles/">Données personnelles</a>.</p>',
    ),
    (
        "Et si j’utilise un lecteur d’écran ou le clavier seul ?",
        "<p>Tout se fait au clavier et sans glisser-déposer, les vidéos ont une transcription, et chaque module a une "
        "version en texte intégral à lire ou à imprimer. L’état réel de l’accessibilité est décrit dans notre "
        '<a href="/accessibilite/">déclaration</a>.</p>',
    ),
)


def _tile(tile: Tile) -> dict[str, Any]:
    title, text, detail, pictogram, address = tile
    target = {"page": None, "address": address}
    return {"title": title, "text": text, "detail": detail, "pictogram": pictogram, "target": target}


def _tiles(place: str, title: str, text: str, tiles: tuple[Tile, ...]) -> dict[str, Any]:
    return {"title": title, "text": text, "columns": "3", "items": items(place, *map(_tile, tiles))}


BODY: list[Block] = stream(
    "home",
    (
        "tiles",
        _tiles(
            "home/modules",
            "Cinq modules pour vos situations réelles",
            "Des situations à embranchements, des cas de métier, des quiz expliqués. "
            "Un module s’ouvre d’ici dès qu’il est publié.",
            MODULES,
        ),
    ),
    ("tiles", _tiles("home/audiences", "Par où commencer ?", "", AUDIENCES)),
    (
        "callout",
        {
            "title": "Vos données restent les vôtres",
            "text": "<p>Ce que vous répondez ne sert qu’à vous faire progresser. Votre hiérarchie ne voit ni vos "
            "réponses "
            "ni vos scores ; les chiffres d’ensemble ne s’affichent qu’à partir de dix personnes. Aucun traceur, "
            "aucune mesure d’audience : seuls les deux cookies nécessaires à la connexion et aux formulaires sont "
            "utilisés. Vous pouvez à tout moment télécharger vos données et demander leur effacement.</p>",
            "links": items("home/data", link("Comprendre l’usage de mes données", "/donnees-personnelles/")),
        },
    ),
    (
        "accordion",
        {
            "title": "Questions fréquentes",
            "items": items("home/questions", *({"title": title, "text": text} for title, text in QUESTIONS)),
        },
    ),
)

HOME: dict[str, Any] = {
    "title": "Accueil",
    "slug": "accueil",
    "heading": "Mieux accueillir, répondre et écouter : formez-vous à la relation avec les usagers",
    "introduction": "Cinq modules en ligne pour mettre en pratique les engagements de Services Publics +, "
    "depuis votre poste ou votre téléphone, à votre rythme.",
    "pictogram": "digital/self-training",
    "links": stream(
        "home/links",
        ("link", link("Voir les modules", "/formation/")),
        ("link", link("Découvrir le programme", "/le-programme/")),
    ),
    "body": BODY,
    "seo_title": "Se former à la relation avec les usagers",
    "search_description": "Le site où les agents publics se forment à la relation avec les usagers : cinq modules en "
    "ligne pour mettre en pratique les engagements de Services Publics +.",
}

NAVIGATION: dict[str, Any] = {
    "tagline": "La relation avec les usagers, de l’engagement au geste",
    "menu": stream(
        "menu",
        ("link", link("Accueil", "/")),
        ("link", link("Se former", "/formation/")),
        ("link", link("Le programme", "/le-programme/")),
        ("link", link("Contact", "/contact/")),
    ),
    "footer_text": "Campus Services Publics + est le site de formation des agents publics à la relation avec les "
    "usagers, dans le cadre du programme Services Publics + piloté par la direction interministérielle de la "
    "transformation publique (DITP).",
    "footer_columns": stream(
        "footer",
        (
            "column",
            {
                "title": "Se former",
                "links": items(
                    "footer/learn",
                    link("Les modules", "/formation/"),
                    link("Le programme Services Publics +", "/le-programme/"),
                ),
            },
        ),
        (
            "column",
            {
                "title": "Aide",
                "links": items(
                    "footer/help",
                    link("Nous contacter", "/contact/"),
                    link("Vérifier une attestation", "/attestation/"),
                    link("Accessibilité", "/accessibilite/"),
                    link("Plan du site", "/plan-du-site/"),
                ),
            },
        ),
    ),
    "legal_links": stream(
        "legal",
        ("link", link("Plan du site", "/plan-du-site/")),
        ("link", link("Accessibilité : non conforme", "/accessibilite/")),
        ("link", link("Mentions légales", "/mentions-legales/")),
        ("link", link("Données personnelles", "/donnees-personnelles/")),
        ("link", link("Gestion des cookies", "/gestion-des-cookies/")),
        ("link", link("Contact", "/contact/")),
    ),
}
