package dev.escriba.web.control;

import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the IP address of a client: the peer of the connection or, behind a trusted proxy, the address in
 * {@code X-Forwarded-For}.
 */
@ApplicationScoped
public class ClientAddresses {

    private static final String KEY = "escriba.web.trusted-proxies";

    @Inject
    @ConfigProperty(name = KEY)
    Optional<String> trusted = Optional.empty();

    private Addresses proxies;

    protected ClientAddresses() {}

    /** For use without a container. */
    public ClientAddresses(String trusted) {
        this.trusted = Optional.of(trusted);
        check();
    }

    @PostConstruct
    private void check() {
        try {
            proxies = Addresses.of(trusted.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new WrongSetting(
                    KEY,
                    trusted.orElse(""),
                    "Set it to addresses and networks such as 192.0.2.7, 10.0.0.0/8, separated by commas.",
                    e);
        }
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * The IP address of the client. Each proxy appends its peer to {@code X-Forwarded-For}. So the client is the last
     * address that is not a trusted proxy. The entries before it may be forged.
     */
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
