package dev.escriba.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.security.control.SecuritySettings;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.web.control.Cors;
import dev.escriba.web.control.OpenRequests;
import dev.escriba.web.control.WebSettings;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerMechanismTest {

    private final Map<Object, Object> attributes = new HashMap<>();
    private int status = 200;

    @Test
    void aRedirectToTheIdentityProviderIsNotedAsTheAnswer() {
        CallerMechanism mechanism = new CallerMechanism();
        mechanism.cors = new Cors(Configured.read(WebSettings::read));
        mechanism.open = new OpenRequests(Configured.read(WebSettings::read));
        mechanism.settings = Configured.read(SecuritySettings::read);
        mechanism.openId = new OpenIdSignOn() {
            @Override
            public AuthenticationStatus validate(
                    HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
                response.setStatus(HttpServletResponse.SC_FOUND);
                return AuthenticationStatus.SEND_CONTINUE;
            }
        };
        assertThat(mechanism.validateRequest(request(), response(), context()))
                .isEqualTo(AuthenticationStatus.SEND_CONTINUE);
        assertThat(attributes).containsValue(HttpServletResponse.SC_FOUND);
    }

    private HttpServletRequest request() {
        return fake(HttpServletRequest.class, (name, given) -> switch (name) {
            case "getMethod" -> "GET";
            case "getHeader" -> null;
            case "isSecure" -> false;
            case "getAttribute" -> attributes.get(given[0]);
            case "setAttribute" -> attributes.put(given[0], given[1]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (name, given) -> switch (name) {
            case "setHeader" -> null;
            case "setStatus" -> {
                status = (Integer) given[0];
                yield null;
            }
            case "getStatus" -> status;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private static HttpMessageContext context() {
        return fake(HttpMessageContext.class, (name, given) -> {
            if (name.equals("isProtected")) {
                return true;
            }
            throw new UnsupportedOperationException(name);
        });
    }

    private interface Call {
        Object answer(String name, Object[] given);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                CallerMechanismTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, called, given) -> call.answer(called.getName(), given)));
    }
}
