package dev.escriba.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.security.control.SignOn;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Limits;
import dev.escriba.security.entity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxyTest {

    private static final String SECRET = "a-secret-of-more-than-32-characters-for-tests";

    private final TrustedProxy proxy = new TrustedProxy();
    private final Map<String, List<String>> headers = new HashMap<>();

    @BeforeEach
    void configure() {
        proxy.settings = Configured.read(
                ProxySettings::read,
                "escriba.security.proxy.secret",
                SECRET,
                "escriba.security.proxy.account-header",
                "X-Account");
        proxy.signOn = new SignOn(null, null) {
            @Override
            public Caller caller(SignedIn signedIn) {
                return new Caller(
                        signedIn.subject(),
                        signedIn.account().orElse("none"),
                        Set.copyOf(signedIn.groups()),
                        Optional.empty(),
                        new Limits(Optional.empty(), Optional.empty()));
            }
        };
        headers.put("x-escriba-proxy-secret", List.of(SECRET));
        headers.put("x-forwarded-user", List.of("ana"));
        headers.put("x-forwarded-groups", List.of("auditor, transcriber"));
        headers.put("x-account", List.of("Sales"));
    }

    @Test
    void theHeadersNameTheCaller() {
        Caller caller = proxy.findCaller(request()).orElseThrow();
        assertThat(caller.getName()).isEqualTo("proxy:ana");
        assertThat(caller.roles()).containsExactlyInAnyOrder("auditor", "transcriber");
        assertThat(caller.accountId()).isEqualTo("Sales");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-escriba-proxy-secret", "x-forwarded-user", "x-forwarded-groups", "x-account"})
    void aHeaderWithTwoValuesIsRefused(String header) {
        String value = headers.get(header).get(0);
        for (List<String> two : List.of(List.of("admin", value), List.of(value, "admin"), List.of(value, value))) {
            headers.put(header, two);
            assertThat(proxy.isPresent(request())).isTrue();
            assertThat(proxy.findCaller(request())).as("%s", two).isEmpty();
        }
    }

    @Test
    void aWrongSecretOrUserIsRefused() {
        headers.put("x-forwarded-user", List.of("", "ana"));
        assertThat(proxy.isPresent(request())).isTrue();
        assertThat(proxy.findCaller(request())).isEmpty();
        headers.put("x-forwarded-user", List.of("x".repeat(9_000)));
        assertThat(proxy.findCaller(request())).isEmpty();
        headers.put("x-forwarded-user", List.of("ana"));
        headers.put("x-escriba-proxy-secret", List.of("guess"));
        assertThat(proxy.findCaller(request())).isEmpty();
    }

    /** With the right secret, a request counts for no budget of its address. */
    @Test
    void oneRightSecretIsNoGuess() {
        assertThat(proxy.hasSecret(request())).isTrue();
        for (List<String> wrong : List.of(List.<String>of(), List.of("guess"), List.of(SECRET, SECRET))) {
            headers.put("x-escriba-proxy-secret", wrong);
            assertThat(proxy.hasSecret(request())).as("%s", wrong).isFalse();
        }
    }

    @Test
    void withoutTheHeadersAnotherSignOnIsTried() {
        headers.remove("x-forwarded-user");
        assertThat(proxy.isPresent(request())).isFalse();
    }

    private HttpServletRequest request() {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        return (HttpServletRequest) Proxy.newProxyInstance(
                TrustedProxyTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> {
                    List<String> values = all.getOrDefault(((String) given[0]).toLowerCase(Locale.ROOT), List.of());
                    return switch (called.getName()) {
                        case "getHeader" -> values.isEmpty() ? null : values.get(0);
                        case "getHeaders" -> Collections.enumeration(values);
                        default -> throw new UnsupportedOperationException(called.getName());
                    };
                });
    }
}
