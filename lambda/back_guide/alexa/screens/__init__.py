"""What a device with a screen shows beside the speech: ``Reply`` → a document of the Alexa Presentation Language.

Nothing here is read or imported for a device without a screen; the rest of the room is loaded at first use.
"""

from __future__ import annotations

from typing import Any

from back_guide.content import Content, Locale
from back_guide.dialogue import Reply


def draw(reply: Reply, content: Content, locale: Locale, device: Any) -> Any:
    """The directive that draws a reply, or None where the device (Alexa's own, or None) announces no screen."""
    interfaces = device.supported_interfaces if device else None
    if interfaces is None or interfaces.alexa_presentation_apl is None:
        return None
    from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

    from back_guide.alexa.screens.document import document
    from back_guide.alexa.screens.scene import scene

    shown = scene(reply, content, locale)
    return RenderDocumentDirective(token=shown.layout, document=document(shown), datasources={"screen": shown.data})
