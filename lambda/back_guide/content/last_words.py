"""What is said where the content can't be read, by locale. Written by `back-guide build` from content/."""

SAID = {
    "en-US": (
        "In an emergency, call nine one one now, or your local emergency number.",
        "Chest pain, trouble breathing, and weak or numb legs are an emergency.",
        "Sorry, I can't answer questions just now.",
        "For advice, contact your doctor or a nurse advice line.",
        "Please try me again later.",
    ),
    "en-GB": (
        "In an emergency, call nine nine nine now, or your local emergency number.",
        "Chest pain, trouble breathing, and weak or numb legs are an emergency.",
        "Sorry, I can't answer questions just now.",
        "For advice, contact your GP or NHS one one one.",
        "Please try me again later.",
    ),
    "en-CA": (
        "In an emergency, call nine one one now, or your local emergency number.",
        "Chest pain, trouble breathing, and weak or numb legs are an emergency.",
        "Sorry, I can't answer questions just now.",
        "For advice, contact your doctor or your health line, eight one one in most provinces.",
        "Please try me again later.",
    ),
    "en-AU": (
        "In an emergency, call triple zero now, or your local emergency number.",
        "Chest pain, trouble breathing, and weak or numb legs are an emergency.",
        "Sorry, I can't answer questions just now.",
        "For advice, contact your GP or healthdirect on one eight hundred, zero two two, two two two.",
        "Please try me again later.",
    ),
    "en-IN": (
        "In an emergency, call one one two now, or your local emergency number.",
        "Chest pain, trouble breathing, and weak or numb legs are an emergency.",
        "Sorry, I can't answer questions just now.",
        "For advice, contact your doctor or your state health helpline, often one zero four.",
        "Please try me again later.",
    ),
}
