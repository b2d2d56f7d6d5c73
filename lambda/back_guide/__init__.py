"""Upper Back Guide: spoken questions about upper back muscle spasms, answered in words that an editor wrote.

The road of one question, "Alexa, ask upper back guide why my shoulder blades cramp":

1. Alexa takes AskIntent, ``question = "why my shoulder blades cramp"`` (interaction_model/)
2. ``lambda_function.lambda_handler(event, context)``
3. ``alexa/skill.py``, ``alexa/handlers.py``: one handler for every request: hear → respond → speak
4. ``alexa/request.py``: Alexa's JSON → ``Turn``
5. ``dialogue/conversation.py``: red flags first, then one table says who takes the turn
6. ``understanding/topics.py``: words → topic with a confidence; ``dialogue/topics.py`` → ``Reply``
7. ``alexa/response.py``: ``Reply`` → SSML, reprompt, card, session attributes

Imports point down only: alexa → dialogue → understanding, triage → content.
"""
