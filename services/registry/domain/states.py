"""The registry's tables of moves, as diagrams for `docs/states`."""

from __future__ import annotations

from casework.states import state_diagram
from services.registry.domain import changes, delegations, measures, pool, products, sms, webhooks


def diagrams() -> dict[str, str]:
    """Title to Mermaid text. An account for payment has one move only: it is confirmed."""
    return {
        "requested change": state_diagram(changes.TRANSITIONS, changes.ChangeState.REQUESTED),
        "provider in the pool": state_diagram(pool.TRANSITIONS, pool.PoolState.ENROLLED),
        "delegation": state_diagram(delegations.TRANSITIONS, delegations.DelegationState.GRANTED),
        "measure against a provider": state_diagram(measures.TRANSITIONS, measures.MeasureState.IN_FORCE),
        "product of the catalogue": state_diagram(products.TRANSITIONS, products.ProductState.PROPOSED),
        "text message": state_diagram(sms.TRANSITIONS, sms.TextState.WAITING),
        "webhook": state_diagram(webhooks.WEBHOOK_TRANSITIONS, webhooks.WebhookState.PENDING),
        "delivery": state_diagram(webhooks.DELIVERY_TRANSITIONS, webhooks.DeliveryState.WAITING),
    }
