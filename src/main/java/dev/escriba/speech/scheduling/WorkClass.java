package dev.escriba.speech.scheduling;

import java.util.HashMap;
import java.util.Map;

/** The work of one urgency: its accounts, and their order. Not safe for use by many threads. */
final class WorkClass {

    /** The accounts with a lane or a running job, and those whose work time is above the queue's virtual time. */
    private final Map<String, AccountWork> accounts = new HashMap<>();

    private final StartTimeFairQueue<AccountWork> queue = new StartTimeFairQueue<>();

    StartTimeFairQueue<AccountWork> queue() {
        return queue;
    }

    AccountWork account(String name) {
        return accounts.computeIfAbsent(name, any -> new AccountWork());
    }

    int accounts() {
        return accounts.size();
    }

    /**
     * Removes an idle account when the others have had as much work time. Until then its work time counts, so that an
     * account that pauses briefly gains nothing.
     */
    void removeIdleAccounts() {
        long virtualTime = queue.virtualTime();
        boolean nothingWaits = queue.isEmpty();
        accounts.values().removeIf(account -> account.isIdle() && (nothingWaits || account.workTime(0) <= virtualTime));
    }
}
