package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.telemetry.control.RequestMetrics;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestLifecycleTest {

    private final List<String> counted = new ArrayList<>();
    private final RequestLifecycle ends = new RequestLifecycle();
    private String uri;

    @BeforeEach
    void open() {
        ends.open = new OpenRequests();
        ends.pages = new PagePlaces();
        ends.metrics = new RequestMetrics() {
            @Override
            public void answered(String route, String method, int status, double seconds) {
                counted.add(route + " " + status);
            }

            @Override
            public void refused(int status, String kind) {
                counted.add("refused " + status);
            }
        };
    }

    private HttpServletRequest request() {
        Map<Object, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                RequestLifecycleTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getMethod" -> "GET";
                    case "getHeader" -> null;
                    case "getContextPath" -> "/escriba";
                    case "getRequestURI" -> uri;
                    case "getAttribute" -> attributes.get(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    /** Simulates a server that changes the path of the request when it calls an error page. */
    private void refuse(String asked, int status) {
        uri = asked;
        HttpServletRequest request = request();
        ends.begin(request);
        uri = "/escriba/error";
        RequestContext.answered(request, status);
        ends.end(request);
    }

    @Test
    void aRequestThatAnErrorPageAnswersIsStillWhatItCameAs() {
        refuse("/escriba/api/v2/Me", 401);
        assertThat(ends.open.count()).isZero();
        assertThat(counted).containsExactly("/api 401", "refused 401");
    }

    @Test
    void refusalsOfMetricsAreCountedAndThoseOfOtherPagesAreNot() {
        refuse("/escriba/metrics", 403);
        refuse("/escriba/there-is-no-such-page", 404);
        assertThat(ends.open.count()).isZero();
        assertThat(counted).containsExactly("/metrics 403", "refused 403", "other 404");
    }

    /** The health checks of a server answer while strangers have all pages. */
    @Test
    void aPageHasAPlaceUntilItsRequestEnds() {
        for (String page : new String[] {"/escriba/", "/escriba/openapi", "/escriba/metrics", "/escriba/assets/a.js"}) {
            uri = page;
            HttpServletRequest request = request();
            ends.begin(request);
            ends.pages.take(request, "n");
            ends.pages.take(request, "n");
            assertThat(ends.pages.count()).as(page).isEqualTo(1);
            ends.end(request);
            assertThat(ends.pages.count()).as(page).isZero();
        }
        for (String other : new String[] {"/escriba/api/v2/Me", "/escriba/v1/models", "/escriba/health/ready"}) {
            uri = other;
            HttpServletRequest request = request();
            ends.begin(request);
            ends.pages.take(request, "n");
            assertThat(ends.pages.count()).as(other).isZero();
        }
    }

    @Test
    void aRequestCountsForItsAccountUntilItEndsOrIsDetached() {
        ends.open = OpenRequestsTest.requests("4", "1");
        uri = "/escriba/api/v2/Me";
        HttpServletRequest first = request();
        ends.begin(first);
        ends.open.requireShare(first, "a");
        ends.open.requireShare(first, "a");
        HttpServletRequest second = request();
        ends.begin(second);
        OpenRequestsTest.requireRefused(ends.open, second, "a");
        ends.end(first);
        ends.open.requireShare(second, "a");
        ends.detach(second);
        HttpServletRequest third = request();
        ends.begin(third);
        ends.open.requireShare(third, "a");
        ends.end(second);
        OpenRequestsTest.requireRefused(ends.open, request(), "a");
    }

    @Test
    void aRequestIsOpenUntilItEnds() {
        uri = "/escriba/api/v2/Me";
        HttpServletRequest request = request();
        ends.begin(request);
        assertThat(ends.open.count()).isEqualTo(1);
        RequestContext.route(request, "/api/v2/Me");
        RequestContext.answered(request, 200);
        ends.end(request);
        assertThat(ends.open.count()).isZero();
        assertThat(counted).containsExactly("/api/v2/Me 200");
    }
}
