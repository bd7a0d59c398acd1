package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagePlacesTest {

    private final PagePlaces places =
            new PagePlaces(Configured.read(WebSettings::read, "escriba.web.max-pages", "8"), Duration.ZERO);

    private static HttpServletRequest request() {
        Map<Object, Object> attributes = new HashMap<>();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                PagePlacesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getAttribute" -> attributes.get(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    case "getRequestURI" -> "/openapi";
                    case "getContextPath" -> "";
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        RequestContext.begin(request);
        return request;
    }

    private void requireRefused(String network) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> places.take(request(), network))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.retryAfter()).isPresent();
                });
    }

    @Test
    void slowReadersOfAPageHaveAFewPlacesAndANetworkAPartOfThem() {
        HttpServletRequest first = request();
        places.take(first, "192.0.2.1");
        for (int i = 1; i < 6; i++) {
            places.take(request(), "192.0.2.1");
        }
        requireRefused("192.0.2.1");
        places.take(request(), "192.0.2.2");
        places.take(request(), "192.0.2.3");
        requireRefused("192.0.2.4");
        assertThat(places.count()).isEqualTo(8);
        places.leave(first);
        places.take(request(), "192.0.2.4");
    }
}
