package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * Finds the IP address of a client: the peer of the connection or, behind a trusted proxy, the address in
 * {@code X-Forwarded-For}.
 */
@ApplicationScoped
public class ClientAddresses {

    private static final Logger LOG = Logger.getLogger(ClientAddresses.class.getName());

    private final AtomicBoolean warned = new AtomicBoolean();
    private Addresses proxies;
    private boolean hasProxies;

    protected ClientAddresses() {}

    @Inject
    public ClientAddresses(WebSettings settings) {
        proxies = Addresses.of(settings.trustedProxies());
        hasProxies = !settings.trustedProxies().isBlank();
    }

    /**
     * The IP address of the client. Each proxy appends its peer to {@code X-Forwarded-For}. So the client is the last
     * address that is not a trusted proxy. The entries before it may be forged.
     */
    public String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    String of(String peer, List<String> forwarded) {
        if (!hasProxies && !forwarded.isEmpty() && warned.compareAndSet(false, true)) {
            LOG.warning("A request has X-Forwarded-For, and no proxy is trusted: all clients of a proxy count as one"
                    + " address. If the service is behind a proxy, set escriba.web.trusted-proxies.");
        }
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

    /** Whether the peer of the connection is a trusted proxy, so that its other headers count too. */
    boolean isTrustedProxy(HttpServletRequest request) {
        return proxies.contains(request.getRemoteAddr());
    }

    /** The network of the client, as the key for the limit of failed sign-ins. */
    public String network(HttpServletRequest request) {
        return Addresses.clientNetwork(of(request));
    }
}
