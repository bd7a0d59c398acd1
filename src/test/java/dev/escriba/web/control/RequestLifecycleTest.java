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
