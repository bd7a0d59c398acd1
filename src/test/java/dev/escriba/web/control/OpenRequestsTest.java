package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenRequestsTest {

    static OpenRequests requests(String most, String ofAccount) {
        return new OpenRequests(Configured.read(
                WebSettings::read,
                "escriba.web.max-requests",
                most,
                "escriba.web.max-requests-per-account",
                ofAccount));
    }

    static void requireRefused(OpenRequests open, HttpServletRequest request, String account) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> open.requireShare(request, account))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.retryAfter()).isPresent();
                    assertThat(problem.message().key()).isEqualTo("problem.busy-account");
                });
    }

    private static HttpServletRequest request() {
        Map<Object, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                OpenRequestsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getAttribute" -> attributes.get(given[0]);
                    case "setAttribute" -> attributes.put(given[0], given[1]);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    /** 80 slow readers with one key must not answer 503 to all others. */
    @Test
    void anAccountHasItsShareAndLeavesRequestsToOthers() {
        OpenRequests open = requests("80", "");
        for (int i = 0; i < 60; i++) {
            open.requireShare(request(), "a");
        }
        requireRefused(open, request(), "a");
        open.requireShare(request(), "b");
    }

    @ParameterizedTest
    @CsvSource({"80, '', 60", "1, '', 1", "2, '', 2", "4, '', 3", "80, 80, 80", "80, 5, 5"})
    void theShareIsThreeQuartersUnlessItIsSet(String most, String ofAccount, int share) {
        assertThat(Configured.read(
                                WebSettings::read,
                                "escriba.web.max-requests",
                                most,
                                "escriba.web.max-requests-per-account",
                                ofAccount)
                        .maxRequestsPerAccount())
                .isEqualTo(share);
    }
}
