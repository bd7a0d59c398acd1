package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the request bodies that are being read at one time, for each account and in all. A body that is being read
 * keeps a thread of the server busy, and its client decides how long. So does a file that is being downloaded, which
 * takes a place too.
 */
@ApplicationScoped
public class BodyPlaces {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 8;

    private Places places;

    protected BodyPlaces() {}

    @Inject
    public BodyPlaces(WebSettings settings) {
        this(settings, Duration.ofSeconds(1));
    }

    /** @param maxWait how long a few requests wait for a place: most bodies arrive within milliseconds */
    BodyPlaces(WebSettings settings, Duration maxWait) {
        places = new Places(settings.maxBodies(), settings.maxBodiesPerAccount(), maxWait, MAX_WAITING);
    }

    /** A place. Its body has been read, or will not be read any more, when the place is left. */
    public record Place(Places.Place taken) {

        /** Leaves the place. A second call does nothing. */
        public void leave() {
            taken.leave();
        }
    }

    /**
     * Takes a place for a body of this account.
     *
     * @throws Problem 503 if all places are taken, or all of the account
     */
    public Place take(String account) {
        return places.take(account)
                .map(Place::new)
                .orElseThrow(() -> new Problem(503, refusal(account), Map.of(), Optional.of(RETRY_AFTER)));
    }

    /** How many bodies are being read, and files downloaded. */
    public int count() {
        return places.count();
    }

    private Message refusal(String account) {
        return Message.of(places.hasShare(account) ? "body.too-many-of-account" : "body.too-many");
    }
}
