"""The pages that the law asks for. What nobody knows yet says so: « à compléter par la DITP »."""

from typing import Any

from cms.pages.first_content.builders import stream, table

TO_COMPLETE = "<em>à compléter par la DITP</em>"

ACCESSIBILITY: dict[str, Any] = {
    "slug": "accessibilite",
    "title": "Accessibilité : non conforme",
    "search_description": "Déclaration d’accessibilité de Campus Services Publics + : état de conformité, contact et "
    "voies de recours.",
    "body": stream(
        "accessibility",
        (
            "text",
            "<h2>Déclaration d’accessibilité</h2>"
            "<p>La direction interministérielle de la transformation publique (DITP) s’engage à rendre ses sites "
            "accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005.</p>"
            "<p>Cette déclaration d’accessibilité s’applique au site Campus Services Publics +.</p>"
            "<h2>État de conformité</h2>"
            "<p>Campus Services Publics + est <strong>non conforme</strong> avec le référentiel général "
            "d’amélioration de l’accessibilité (RGAA), version 4.1 : aucun audit de conformité n’a encore été mené. "
            "Cette mention ne préjuge pas du résultat d’un audit.</p>"
            "<h2>Contenus non accessibles</h2>"
            "<p>En l’absence d’audit, la liste des contenus non accessibles n’est pas établie. Pendant le "
            "développement, chaque type de page est vérifié avec un outil automatique (axe-core), au clavier, et à une "
            "largeur de 320 pixels ; ces vérifications ne remplacent pas un audit.</p>"
            "<h2>Établissement de cette déclaration</h2>"
            "<p>Cette déclaration a été établie à l’ouverture du site. La date de sa dernière mise à jour figure en "
            "bas de cette page. Elle sera révisée après le premier audit.</p>"
            "<h2>Retour d’information et contact</h2>"
            "<p>Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez-nous par le "
            '<a href="/contact/">formulaire de contact</a> : nous vous orienterons vers une solution accessible ou '
            "vous transmettrons le contenu sous une autre forme.</p>"
            "<h2>Voies de recours</h2>"
            "<p>Cette procédure est à utiliser dans le cas suivant : vous avez signalé au responsable du site un "
            "défaut "
            "d’accessibilité qui vous empêche d’accéder à un contenu ou à un service, et vous n’avez pas obtenu de "
            "réponse satisfaisante. Vous pouvez :</p>"
            "<ul>"
            '<li>écrire un message au <a href="https://formulaire.defenseurdesdroits.fr/">Défenseur des droits</a> '
            ";</li>"
            '<li>contacter le <a href="https://www.defenseurdesdroits.fr/saisir/delegues">délégué du Défenseur des '
            "droits dans votre région</a> ;</li>"
            "<li>envoyer un courrier par la poste (gratuit, ne pas mettre de timbre) : Défenseur des droits, Libre "
            "réponse 71120, 75342 Paris CEDEX 07.</li>"
            "</ul>",
        ),
    ),
}

LEGAL_NOTICE: dict[str, Any] = {
    "slug": "mentions-legales",
    "title": "Mentions légales",
    "search_description": "Éditeur, directeur de la publication et hébergeur de Campus Services Publics +.",
    "body": stream(
        "legal-notice",
        (
            "text",
            "<h2>Éditeur</h2>"
            "<p>Direction interministérielle de la transformation publique (DITP).</p>"
            f"<p>Adresse et téléphone : {TO_COMPLETE}.</p>"
            "<h2>Directeur ou directrice de la publication</h2>"
            f"<p>{TO_COMPLETE}.</p>"
            "<h2>Hébergement</h2>"
            f"<p>Nom, adresse et téléphone de l’hébergeur : {TO_COMPLETE}.</p>"
            "<h2>Contenus</h2>"
            f"<p>Licence de réutilisation des contenus : {TO_COMPLETE}. Les contenus d’illustration du site "
            "(personnes, "
            "situations, exemples) sont fictifs et le signalent.</p>"
            "<h2>Logiciels</h2>"
            "<p>Le site utilise le système de design de l’État (DSFR), dont l’usage est réservé aux services de "
            "l’État, et les logiciels libres Wagtail et Django.</p>"
            "<h2>Signaler une erreur</h2>"
            '<p>Écrivez-nous par le <a href="/contact/">formulaire de contact</a>.</p>',
        ),
    ),
}

PERSONAL_DATA: dict[str, Any] = {
    "slug": "donnees-personnelles",
    "title": "Données personnelles",
    "introduction": "Ce que le site garde sur vous, pourquoi, combien de temps, qui le voit, et comment le récupérer "
    "ou l’effacer.",
    "search_description": "Les données personnelles traitées par Campus Services Publics + : finalités, durées, "
    "destinataires et droits.",
    "body": stream(
        "personal-data",
        (
            "text",
            "<h2>Qui est responsable</h2>"
            "<p>Le responsable du traitement est la direction interministérielle de la transformation publique (DITP). "
            f"Délégué à la protection des données : {TO_COMPLETE}. Base légale proposée : l’exécution d’une mission "
            f"d’intérêt public ; sa validation est {TO_COMPLETE}.</p>"
            "<h2>Ce qui est gardé</h2>",
        ),
        (
            "table",
            table(
                "Données, raisons et durées",
                ["Données", "Pour quoi faire", "Combien de temps"],
                [
                    [
                        "Compte : adresse électronique, prénom, nom, réseau de rattachement",
                        "Vous reconnaître, vous écrire au sujet de votre compte, vous rattacher à votre réseau",
                        "Jusqu’à 30 jours après la demande d’effacement que vous faites dans « Mon compte » ; 7 jours "
                        "si l’adresse n’est jamais confirmée",
                    ],
                    [
                        "Inscriptions aux modules : dates de début, de fin et de réussite",
                        "Vous montrer votre parcours : un module réussi le reste",
                        "Aussi longtemps que le compte",
                    ],
                    [
                        "Réponses aux activités",
                        "Vous corriger, vous faire reprendre où vous en étiez",
                        "12 mois au plus ; les réponses d’un même écran sont effacées ensemble",
                    ],
                    [
                        "Tentatives : avancement, résultat, dates",
                        "Garder votre meilleur résultat et votre parcours",
                        "3 ans après votre dernière action dans le module",
                    ],
                    ["Attestations", "Prouver votre réussite et permettre sa vérification", "5 ans"],
                    [
                        "Traces d’apprentissage, sous un pseudonyme",
                        "Améliorer les modules et tenir le dossier de formation de votre réseau",
                        "12 mois",
                    ],
                    [
                        "Messages du formulaire de contact",
                        "Vous répondre",
                        "12 mois",
                    ],
                    [
                        "Connexions : adresse électronique saisie, adresse IP, navigateur, date",
                        "Protéger les comptes",
                        "6 mois ; un jour au plus pour une connexion refusée",
                    ],
                    [
                        "Fichiers remis à un autre service : par qui, quand, combien de lignes",
                        "Savoir qui a sorti des données du site",
                        "12 mois",
                    ],
                ],
            ),
        ),
        (
            "text",
            "<p>Les textes que vous écrivez librement dans une activité ne quittent jamais le site. "
            "Les traces d’apprentissage ne portent ni votre nom ni votre adresse. Une copie peut en être remise, sous "
            "un autre pseudonyme, au dossier de formation de votre réseau, qui a ses propres durées.</p>"
            "<p>D’autres services de formation peuvent enregistrer ici des traces qui vous nomment : les durées sont "
            "celles que leur responsable a fixées, et une requête mal formée de leur part est gardée 7 jours pour être "
            "corrigée. L’effacement de votre compte vous rend inconnu aussi dans ces traces.</p>"
            "<p>L’effacement est fait chaque nuit, sans intervention. Votre résultat reste affiché quand les réponses "
            "d’une tentative sont effacées, et un module réussi le reste quand ses tentatives le sont.</p>"
            "<h2>Qui voit quoi</h2>"
            "<ul>"
            "<li><strong>Vous</strong> voyez tout ce qui vous concerne et pouvez le télécharger.</li>"
            "<li><strong>Votre hiérarchie et votre responsable de formation</strong> ne voient jamais vos réponses, "
            "vos scores ni le temps passé. Dans une session déclarée obligatoire, votre responsable de formation voit "
            "trois états (non commencé, en cours, terminé) et une date.</li>"
            "<li><strong>Les chiffres d’ensemble</strong> ne s’affichent qu’à partir de dix personnes.</li>"
            "<li><strong>La DITP</strong> étudie les modules, pas les personnes.</li>"
            "</ul>"
            "<h2>Ce que le site ne fait pas</h2>"
            "<p>Aucun traceur, aucune mesure d’audience, aucune police, carte ou vidéo chargée depuis un autre site. "
            "Aucune décision automatique ne vous concerne : une formation réussie ou non n’a d’effet que dans ce site. "
            "Les journaux techniques disent ce qui s’est passé, sans nom ni adresse électronique.</p>"
            "<h2>Vos droits</h2>"
            "<p>Vous pouvez consulter et corriger vos données, les télécharger et demander leur effacement depuis "
            "« Mon compte ». Pour l’opposition, la limitation, ou si vous n’avez pas de compte, écrivez-nous par le "
            '<a href="/contact/">formulaire de contact</a>.</p>'
            "<p>Si vous estimez, après nous avoir contactés, que vos droits ne sont pas respectés, vous pouvez "
            "adresser "
            'une réclamation à la <a href="https://www.cnil.fr/fr/plaintes">CNIL</a>.</p>',
        ),
    ),
}

COOKIES: dict[str, Any] = {
    "slug": "gestion-des-cookies",
    "title": "Gestion des cookies",
    "search_description": "Les deux cookies de Campus Services Publics +, nécessaires à la connexion et aux "
    "formulaires.",
    "body": stream(
        "cookies",
        (
            "text",
            "<h2>Deux cookies, tous deux nécessaires</h2>"
            "<p>Le site ne dépose que les cookies sans lesquels il ne peut pas fonctionner. Ils sont exemptés de "
            "consentement : c’est pourquoi aucun bandeau ne vous est présenté.</p>",
        ),
        (
            "table",
            table(
                "Cookies déposés par le site",
                ["Cookie", "Pour quoi faire", "Quand et combien de temps"],
                [
                    [
                        "Session (nom : sessionid ou __Host-session)",
                        "Vous garder connecté d’une page à l’autre",
                        "À la connexion ; deux semaines au plus, supprimé à la déconnexion",
                    ],
                    [
                        "Protection des formulaires (nom : csrftoken ou __Host-csrf)",
                        "Vérifier que le formulaire reçu vient bien de ce site et de votre navigateur",
                        "À l’affichage d’un formulaire ; un an",
                    ],
                ],
            ),
        ),
        (
            "text",
            "<h2>Aucun traceur</h2>"
            "<p>Ni mesure d’audience, ni réseau social, ni publicité, ni contenu chargé depuis un autre site. "
            "Le thème clair ou sombre suit le réglage de votre système : votre navigateur garde ce choix dans son "
            "stockage local (nom : scheme, valeur : system), sans rien sur vous et sans l’envoyer au site.</p>"
            "<h2>Les supprimer</h2>"
            "<p>Vous pouvez supprimer ou refuser ces cookies dans les réglages de votre navigateur. Sans eux, les "
            "pages "
            "publiques restent lisibles, mais la connexion et les formulaires ne fonctionnent plus.</p>",
        ),
    ),
}

CONTACT: dict[str, Any] = {
    "slug": "contact",
    "title": "Contact",
    "introduction": "Une question, un problème d’accès, une erreur à signaler ? Écrivez-nous.",
    "search_description": "Écrire à l’équipe de Campus Services Publics +.",
    "confirmation": "Votre message nous est bien parvenu. Si vous avez laissé votre adresse électronique, nous vous "
    "répondrons à cette adresse.",
    "privacy_notice": "Votre message est lu par l’équipe du site, ne sert qu’à vous répondre, et il est effacé au bout "
    "de 12 mois.",
    "subject": "Campus Services Publics + : message reçu",
}

CONTACT_FIELDS: tuple[dict[str, Any], ...] = (
    {"label": "Votre nom", "field_type": "singleline", "required": False, "autocomplete": "name"},
    {
        "label": "Votre adresse électronique",
        "field_type": "email",
        "help_text": "Pour vous répondre. Format attendu : nom@exemple.fr",
        "autocomplete": "email",
    },
    {
        "label": "Sujet",
        "field_type": "dropdown",
        "choices": "Une question sur la formation\nUn problème technique\nUn défaut d’accessibilité\n"
        "Mes données personnelles\nAutre",
    },
    {
        "label": "Votre message",
        "field_type": "multiline",
        "help_text": "N’indiquez ni mot de passe ni donnée sur un usager.",
    },
)

PAGES: tuple[dict[str, Any], ...] = (ACCESSIBILITY, LEGAL_NOTICE, PERSONAL_DATA, COOKIES)
