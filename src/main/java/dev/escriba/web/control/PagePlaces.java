package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/**
 * Limits the pages that are being answered at one time: the console, the description of the API, the metrics. A client
 * needs no key for most of them, and one that reads slowly keeps a thread of the server busy. Their threads are beyond
 * those of {@link OpenRequests}, and some are left for health checks.
 */
@ApplicationScoped
public class PagePlaces {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** A browser asks for the files of a page at once, and gets them within milliseconds. */
    private static final int MAX_WAITING = 4;

    private static final String PLACE = PagePlaces.class.getName();

    private Places places;

    /** Without a limit, for use without a container. */
    public PagePlaces() {
        places = new Places(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ZERO, 0);
    }

    @Inject
    public PagePlaces(WebSettings settings) {
        this(settings, Duration.ofSeconds(1));
    }

    /** @param maxWait how long a few requests wait for a place */
    PagePlaces(WebSettings settings, Duration maxWait) {
        int most = settings.maxPages();
        // a client network leaves a quarter of the places to others
        places = new Places(most, Math.max(1, most * 3 / 4), maxWait, MAX_WAITING);
    }

    /**
     * Takes a place for a request that is not for the API. Health checks need none. The end of the request leaves it.
     *
     * @param network of the client
     * @throws Problem 503 if all places are taken, or all of the network
     */
    public void take(HttpServletRequest request, String network) {
        if (RequestContext.isPage(request) && request.getAttribute(PLACE) == null) {
            request.setAttribute(PLACE, places.take(network).orElseThrow(() -> Problem.busy(RETRY_AFTER)));
        }
    }

    /** The request has been answered. */
    void leave(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Places.Place place) {
            place.leave();
        }
    }

    /** How many pages are being answered. */
    public int count() {
        return places.count();
    }
}
