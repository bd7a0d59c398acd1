package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests with a method and headers, and responses that record headers and a status. */
final class Requests {

    private Requests() {}

    static HttpServletRequest request(String method, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        return (HttpServletRequest) Proxy.newProxyInstance(
                Requests.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getProtocol" -> all.getOrDefault("test-protocol", "HTTP/1.1");
                    case "getHeader" -> all.get(given[0]);
                    // a header that is sent twice has its values on two lines
                    case "getHeaders" ->
                        Collections.enumeration(
                                all.containsKey(given[0])
                                        ? List.of(all.get(given[0]).split("\n", -1))
                                        : List.of());
                    case "getRemoteAddr" -> all.get("test-peer");
                    case "getContextPath" -> all.getOrDefault("test-context", "");
                    // the request has not begun yet
                    case "getAttribute" -> null;
                    case "isSecure" -> "https".equals(all.get("test-scheme"));
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    static HttpServletResponse response(Map<String, String> headers) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                Requests.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (self, called, given) -> {
                    switch (called.getName()) {
                        case "setHeader", "addHeader" ->
                            headers.put(((String) given[0]).toLowerCase(Locale.ROOT), (String) given[1]);
                        case "setStatus" -> headers.put("status", String.valueOf(given[0]));
                        default -> throw new UnsupportedOperationException(called.getName());
                    }
                    return null;
                });
    }
}
