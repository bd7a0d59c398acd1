package dev.escriba.security.openid;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A browser: it keeps the cookies of responses and sends them with its requests. */
final class Browser {

    final Map<String, Cookie> cookies = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    int status = 200;

    HttpServletRequest request(String method, String path, Map<String, String> parameters) {
        return fake(HttpServletRequest.class, (name, given) -> switch (name) {
            case "getMethod" -> method;
            case "getServletPath", "getRequestURI" -> path;
            case "getContextPath" -> "";
            case "getParameter" -> parameters.get(given[0]);
            case "getCookies" -> cookies.isEmpty() ? null : cookies.values().toArray(Cookie[]::new);
            case "getUserPrincipal", "getHeader", "getSession" -> null;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    HttpServletResponse response() {
        return fake(HttpServletResponse.class, (name, given) -> {
            switch (name) {
                case "addCookie" -> keep((Cookie) given[0]);
                case "setHeader" -> headers.put((String) given[0], (String) given[1]);
                case "setStatus" -> status = (Integer) given[0];
                default -> throw new UnsupportedOperationException(name);
            }
            return null;
        });
    }

    private void keep(Cookie cookie) {
        if (Duration.ofSeconds(cookie.getMaxAge()).isZero()) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie);
        }
    }

    private interface Call {
        Object answer(String name, Object[] given);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Browser.class.getClassLoader(),
                new Class<?>[] {type},
                (self, called, given) -> call.answer(called.getName(), given)));
    }
}
