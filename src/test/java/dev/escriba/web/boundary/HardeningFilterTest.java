package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.PagePlaces;
import dev.escriba.web.control.WebSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardeningFilterTest {

    private final WebSettings settings = Configured.read(WebSettings::read, "escriba.web.max-pages", "1");
    private final HardeningFilter filter = new HardeningFilter();
    private final Map<String, Object> answer = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int answered;

    /** A stranger who reads a page slowly keeps the place of the page, and not one thread after the other. */
    @Test
    void aPageWithoutAPlaceIsRefusedBeforeItIsAnswered() throws IOException, ServletException {
        filter.pages = new PagePlaces(settings);
        filter.addresses = new ClientAddresses(settings);
        filter.settings = settings;
        filter.doFilter(request(), response(), (request, response) -> answered++);
        assertThat(answered).isEqualTo(1);
        // the first request has not ended
        filter.doFilter(request(), response(), (request, response) -> answered++);
        assertThat(answered).isEqualTo(1);
        assertThat(answer).containsEntry("status", 503).containsKey("Retry-After");
        assertThat(body.toString(StandardCharsets.UTF_8)).contains("busy");
    }

    private static HttpServletRequest request() {
        Map<Object, Object> attributes = new HashMap<>();
        return fake(HttpServletRequest.class, (name, given) -> switch (name) {
            case "getMethod" -> "GET";
            case "getRequestURI" -> "/openapi";
            case "getContextPath" -> "";
            case "getRemoteAddr" -> "192.0.2.1";
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "isSecure" -> false;
            case "getHeaders" -> Collections.emptyEnumeration();
            case "getAttribute" -> attributes.get(given[0]);
            case "setAttribute" -> attributes.put(given[0], given[1]);
            default -> null;
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (name, given) -> switch (name) {
            case "setStatus" -> answer.put("status", given[0]);
            case "getStatus" -> answer.getOrDefault("status", 200);
            case "setHeader" -> answer.put((String) given[0], given[1]);
            case "isCommitted" -> false;
            case "getOutputStream" -> stream();
            default -> null;
        });
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public void write(int one) {
                body.write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private interface Call {
        Object answer(String name, Object[] given);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                HardeningFilterTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, called, given) -> call.answer(called.getName(), given)));
    }
}
