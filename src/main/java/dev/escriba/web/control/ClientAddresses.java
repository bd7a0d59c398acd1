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

/** Tells where a request comes from: its peer, or what a proxy that is trusted says about its own ({@code X-Forwarded-For}). */
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
