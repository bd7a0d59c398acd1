package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of resources as clients know them, for links in answers: below the configured public URL, or else below
 * the address of the request. Behind a trusted proxy the scheme is that of {@code X-Forwarded-Proto}, because the proxy
 * ends TLS. The header of any other client is not read.
 */
@ApplicationScoped
public class PublicAddress {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private ClientAddresses addresses;
    private Optional<URI> publicUrl;

    protected PublicAddress() {}

    @Inject
    public PublicAddress(PublicSettings settings, ClientAddresses addresses) {
        this.addresses = addresses;
        publicUrl = settings.publicUrl();
    }

    /**
     * The address of a resource of the API.
     *
     * @param base of the API, as the server knows it
     * @param path of the resource below it, as it is written in an address
     */
    public URI of(HttpServletRequest request, URI base, String path) {
        return URI.create(known(request, base).replaceAll("/+$", "") + "/" + path);
    }

    private String known(HttpServletRequest request, URI base) {
        String path = base.getRawPath();
        if (publicUrl.isPresent()) {
            String context = request.getContextPath();
            String local = path.startsWith(context) ? path.substring(context.length()) : path;
            return publicUrl.get().toString().replaceAll("/+$", "") + local;
        }
        return forwarded(request)
                .filter(scheme -> !scheme.equalsIgnoreCase(base.getScheme()))
                .map(scheme -> scheme + "://" + authority(base) + path)
                .orElse(base.toString());
    }

    /** The value that the nearest proxy wrote is the last one. */
    private Optional<String> forwarded(HttpServletRequest request) {
        String header = request.getHeader("X-Forwarded-Proto");
        if (header == null || !addresses.isTrustedProxy(request)) {
            return Optional.empty();
        }
        String last = header.substring(header.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
        return Optional.of(last).filter(SCHEMES::contains);
    }

    /** Host and port. The usual port of the one scheme is not that of the other. */
    private static String authority(URI base) {
        boolean usual = base.getPort() == 80 || base.getPort() == 443;
        return usual ? base.getHost() : base.getRawAuthority();
    }
}
