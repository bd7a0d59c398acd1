package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** Tells where a request comes from: its peer, or what a proxy that is trusted says about its own ({@code X-Forwarded-For}). */
@ApplicationScoped
public class ClientAddresses {

    private Addresses proxies;

    protected ClientAddresses() {}

    @Inject
    public ClientAddresses(WebSettings settings) {
        proxies = Addresses.of(settings.trustedProxies());
    }

    /** An IP address. Each proxy adds its peer at the end, so the last one that is no trusted proxy is the client; what stands before it anybody may have written. */
    public String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    String of(String peer, List<String> forwarded) {
        String client = peer;
        String[] chain = String.join(",", forwarded).split(",", -1);
        for (int i = chain.length - 1; i >= 0 && proxies.contains(client); i--) {
            String hop = chain[i].strip();
            if (Addresses.bytes(hop).isEmpty()) {
                break;
            }
            client = hop;
        }
        return client;
    }

    /** By what to count those who cannot be told apart by anything else. */
    public String neighbourhood(HttpServletRequest request) {
        return Addresses.neighbourhood(of(request));
    }
}
