"""What Services Publics + is. Every sentence has its source at the foot of the page."""

from typing import Any

from cms.pages.first_content.builders import stream, table

COMMITMENTS_2023 = (
    "Dans le respect mutuel, vous êtes accueillis avec bienveillance et avez le droit à l’erreur",
    "Vous pouvez facilement entrer en contact avec vos services publics",
    "Vous bénéficiez d’un accompagnement adapté à votre situation personnelle",
    "Votre demande est traitée dans les délais annoncés",
    "Vous disposez d’une information claire, simple et accessible",
    "Vous avez accès à nos résultats de qualité de service",
    "Votre avis est pris en compte pour améliorer le service rendu",
    "Avec vous, nous agissons pour limiter notre impact sur l’environnement",
)

SOURCES = (
    (
        "Services Publics +, page du programme (DITP)",
        "https://www.modernisation.gouv.fr/ameliorer-lexperience-usagers/services-publics",
    ),
    (
        "Arrêté du 31 août 2023, NOR TFPT2322190A (Légifrance)",
        "https://www.legifrance.gouv.fr/eli/arrete/2023/8/31/TFPT2322190A/jo/texte",
    ),
    (
        "L’amélioration continue des services publics",
        "https://www.plus.transformation.gouv.fr/lamelioration-continue-des-services-publics",
    ),
    (
        "Les engagements présentés par la préfecture du Morbihan",
        ""
        "https://www.morbihan.gouv.fr/Services-de-l-Etat/Prefecture-et-sous-prefectures/Demarche-Qualite/Service-Public",
    ),
)

PROGRAMME: dict[str, Any] = {
    "slug": "le-programme",
    "title": "Le programme Services Publics +",
    "introduction": "Des engagements communs, des résultats publiés, des usagers écoutés et une amélioration continue "
    "décidée au plus près du terrain.",
    "search_description": "Services Publics + en quelques minutes : les quatre piliers, les huit engagements en "
    "vigueur "
    "et la boucle d’amélioration continue.",
    "body": stream(
        "programme",
        (
            "text",
            "<h2>Une promesse commune à tous les services publics</h2>"
            "<p>Lancé le 28 janvier 2021 et piloté par la direction interministérielle de la transformation publique "
            "(DITP), le programme concerne plus de 2,5 millions d’agents. Il repose sur quatre piliers :</p>"
            "<ul><li>des engagements communs ;</li><li>des résultats publiés au niveau local ;</li>"
            "<li>l’écoute des usagers ;</li><li>l’amélioration continue.</li></ul>"
            "<p>L’arrêté du 31 août 2023 lui donne sa base juridique. Le programme est obligatoire pour l’État, ses "
            "établissements, les établissements publics locaux d’enseignement, la sécurité sociale et les "
            "établissements publics de santé. Les collectivités y entrent si elles le souhaitent.</p>"
            "<h2>Les engagements</h2>"
            "<p>Neuf engagements ont été pris en 2021. Depuis le milieu de l’année 2023, huit sont en vigueur.</p>",
        ),
        (
            "table",
            table(
                "Les huit engagements en vigueur depuis 2023",
                ["Numéro", "Engagement"],
                [[str(number), text] for number, text in enumerate(COMMITMENTS_2023, 1)],
            ),
        ),
        (
            "text",
            "<h2>La boucle d’amélioration continue</h2>"
            "<p>Elle se conduit dans chaque point de contact, en cinq étapes :</p>"
            "<ol><li>mesurer et afficher les résultats ;</li><li>écouter les usagers ;</li>"
            "<li>analyser les écarts et fixer les priorités ;</li><li>communiquer et afficher le plan ;</li>"
            "<li>mettre en œuvre et suivre.</li></ol>"
            "<p>Un comité local de l’amélioration continue réunit usagers, agents, partenaires et élus pour choisir "
            "les priorités.</p>"
            "<h2>Sources</h2><ul>"
            + "".join(f'<li><a href="{url}">{title}</a></li>' for title, url in SOURCES)
            + "</ul><p>Pages lues en novembre 2026 sous forme d’extraits d’archives publiques ; "
            "elles ont pu changer depuis.</p>",
        ),
    ),
}
