package dev.escriba.speech.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Places for the runs of models on other servers. A server takes a further place only while it has fewer places than
 * are free. So one that hangs takes half of them at most, a second one a quarter, and others still find one.
 *
 * <p>The same rule divides the places of a server among accounts: of 60 places in all, one server has 30 at most, and
 * one account 15 of them. So no account has all places of a server.
 */
public final class SharedPlaces {

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final IntSupplier places;
    private final Map<String, Integer> byServer = new HashMap<>();
    private final Map<List<String>, Integer> byAccount = new HashMap<>();
    private int taken;

    /**
     * Free places.
     *
     * @param places in all
     */
    public SharedPlaces(IntSupplier places) {
        this.places = places;
    }

    /** Takes a place of a server for work of any account; {@code false} where it has none. */
    public boolean take(String server) {
        synchronized (lock) {
            if (left(server) == 0) {
                return false;
            }
            taken++;
            add(byServer, server, 1);
            return true;
        }
    }

    /** Returns a place. */
    public void giveBack(String server) {
        synchronized (lock) {
            taken--;
            add(byServer, server, -1);
        }
    }

    /** Takes a place of a server for an account; {@code false} where it has none. */
    boolean take(String server, String account) {
        synchronized (lock) {
            List<String> own = List.of(server, account);
            if (byAccount.getOrDefault(own, 0) >= left(server) || !take(server)) {
                return false;
            }
            add(byAccount, own, 1);
            return true;
        }
    }

    /** Returns a place of an account. */
    void giveBack(String server, String account) {
        synchronized (lock) {
            giveBack(server);
            add(byAccount, List.of(server, account), -1);
        }
    }

    /**
     * The places that a server can still take. Each place taken raises its number by one and lowers the free ones by
     * one. So it can take half of the difference.
     */
    private long left(String server) {
        long free = (long) places.getAsInt() - taken;
        return Math.max(0, (free - of(server) + 1) / 2);
    }

    private static <K> void add(Map<K, Integer> counts, K key, int change) {
        counts.merge(key, change, (before, more) -> before + more == 0 ? null : before + more);
    }

    /** The places that a server has taken. */
    public int of(String server) {
        synchronized (lock) {
            return byServer.getOrDefault(server, 0);
        }
    }

    /** The places that are taken. */
    int taken() {
        synchronized (lock) {
            return taken;
        }
    }

    /** The places in all. */
    int places() {
        return places.getAsInt();
    }
}
