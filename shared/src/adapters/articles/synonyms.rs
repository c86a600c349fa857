//! Words that mean the same at every help desk, whatever it sells.

use bm25::Language;

/// Groups of words with one meaning, parted by blanks; the first is the one Help Centers use most.
pub(super) const fn groups(language: &Language) -> &'static [&'static str] {
    match language {
        Language::English => &[
            "cancel cancellation stop end terminate quit unsubscribe",
            "change edit update modify alter correct",
            "delivery deliver shipping shipment ship parcel package dispatch",
            "refund reimburse reimbursement",
            "invoice receipt bill",
            // An amount answers “how much”, a span of time “how long”.
            "price pricing cost costs fee expensive eur euro usd dollar gbp chf",
            "time duration minute hour day week month year",
            "pay payment",
            "colleague coworker teammate",
            "add invite",
            "remove delete erase",
            "buy purchase",
            "pause suspend",
            "damaged broken defective faulty",
            "late delay delayed",
        ],
        Language::German => &[
            "kündigen kündigung abbestellen beenden stornieren",
            "ändern änderung anpassen bearbeiten aktualisieren",
            "lieferung liefern versand versenden paket sendung",
            "rechnung beleg quittung",
            "erstattung rückerstattung erstatten",
            "preis kosten kostet gebühr eur euro chf",
            "dauer dauert minuten stunden tage tagen wochen monate monaten jahre",
            "hinzufügen einladen",
            "löschen entfernen",
        ],
        Language::French => &[
            "annuler annulation résilier résiliation",
            "changer modifier modification",
            "livraison livrer colis expédition",
            "facture reçu",
            "remboursement rembourser",
            "prix coût coûte tarif frais eur euro chf",
            "délai durée minutes heures jours semaines mois ans",
        ],
        Language::Spanish => &[
            "cancelar cancelo cancelación anular",
            "cambiar cambio modificar editar",
            "envío enviar entrega paquete",
            "factura recibo",
            "reembolso devolución",
            "precio coste costo cuesta eur euro usd",
            "plazo minutos horas días semanas meses años",
        ],
        _ => &[],
    }
}

/// Phrases that stand for a word. What they become is empty where they say nothing.
pub(super) const fn phrases(language: &Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => &[
            ("is it possible to", ""),
            ("am i able to", ""),
            ("is there a way to", ""),
            ("get rid of", "cancel"),
            ("how long", "time"),
            ("how much", "price"),
            ("how expensive", "price"),
            ("money back", "refund"),
            ("on hold", "pause"),
            ("send back", "return"),
            ("send it back", "return"),
            ("where is my parcel", "tracking parcel"),
            ("where is my package", "tracking package"),
            ("where is my order", "tracking order"),
            ("where is my delivery", "tracking delivery"),
            ("where is my shipment", "tracking shipment"),
            ("where is my box", "tracking box"),
            ("not arrived", "tracking"),
            ("t arrived", "tracking"),
            ("never arrived", "tracking"),
            ("uk", "united kingdom"),
            ("usa", "united states"),
            ("team member", "colleague"),
            ("team members", "colleague"),
            ("team mate", "colleague"),
            ("team mates", "colleague"),
            ("co worker", "colleague"),
            ("co workers", "colleague"),
            ("log in", "login"),
            ("logging in", "login"),
            ("sign in", "login"),
            ("e mail", "email"),
        ],
        Language::German => &[
            ("wie lange", "dauer"),
            ("wie viel", "preis"),
            ("wieviel", "preis"),
            ("geld zurück", "erstattung"),
            ("e mail", "email"),
        ],
        Language::French => &[
            ("combien de temps", "délai"),
            ("combien", "prix"),
            ("e mail", "email"),
        ],
        Language::Spanish => &[
            ("cuánto tiempo", "plazo"),
            ("cuanto tiempo", "plazo"),
            ("cuánto dura", "plazo"),
            ("cuanto dura", "plazo"),
            ("cuánto tarda", "plazo"),
            ("cuanto tarda", "plazo"),
            ("cuánto", "precio"),
            ("cuanto", "precio"),
            ("dar de baja", "cancelar"),
            ("darme de baja", "cancelar"),
        ],
        _ => &[],
    }
}
