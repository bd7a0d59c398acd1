package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/**
 * Finds the IP address of a client: the peer of the connection or, behind a trusted proxy, the address in
 * {@code X-Forwarded-For}.
 */
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

    /** The network of the client, as the key for the limit of failed sign-ins. */
    public String network(HttpServletRequest request) {
        return Addresses.clientNetwork(of(request));
    }
}
