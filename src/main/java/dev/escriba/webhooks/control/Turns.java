package dev.escriba.webhooks.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the webhook of the next attempt of this node. Accounts take turns, and so do the webhooks of an account. An
 * account has half of the workers at most and a webhook a quarter, so that receivers that answer slowly do not hold up
 * those of others. Its caller makes sure that one thread uses it at a time.
 */
final class Turns {

    private static final int MAX_REMEMBERED = 20_000;

    private final int mostOfAccount;
    private final int mostOfWebhook;

    /** The attempts that go on, by the ids of accounts and of webhooks. */
    private final Map<String, Integer> busy = new HashMap<>();

    /** The last turns, by the ids of accounts and of webhooks. */
    private final Map<String, Long> served = new HashMap<>();

    private long turn;

    Turns(int workers) {
        mostOfAccount = Math.max(1, workers / 2);
        mostOfWebhook = Math.max(1, workers / 4);
    }

    /** The webhook whose turn it is; empty if none of them may have a further attempt. */
    Optional<ReadyWebhook> next(List<ReadyWebhook> ready) {
        return ready.stream()
                .filter(this::hasRoom)
                .min(Comparator.comparingLong((ReadyWebhook webhook) -> last(webhook.accountId()))
                        .thenComparingLong(webhook -> last(webhook.id()))
                        .thenComparing(ReadyWebhook::id));
    }

    private boolean hasRoom(ReadyWebhook webhook) {
        return busy.getOrDefault(webhook.accountId(), 0) < mostOfAccount
                && busy.getOrDefault(webhook.id(), 0) < mostOfWebhook;
    }

    private long last(String id) {
        return served.getOrDefault(id, 0L);
    }

    /** An attempt begins. */
    void begin(ReadyWebhook webhook) {
        if (served.size() > MAX_REMEMBERED) {
            served.clear();
        }
        turn++;
        served.put(webhook.accountId(), turn);
        served.put(webhook.id(), turn);
        busy.merge(webhook.accountId(), 1, Integer::sum);
        busy.merge(webhook.id(), 1, Integer::sum);
    }

    /** An attempt has ended. */
    void end(ReadyWebhook webhook) {
        leave(webhook.accountId());
        leave(webhook.id());
    }

    private void leave(String id) {
        busy.computeIfPresent(id, (same, count) -> count > 1 ? count - 1 : null);
    }
}
