package dev.escriba.web.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.Face;
import dev.escriba.web.control.PlainPath;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns {@code audio/TRANSCRIBE} into {@code v2/Audio/transcribe}: clients may write paths in any case and may leave
 * the version out. So every resource that is reached below {@code /api} has a version in its path. The paths below
 * {@code /v1} have none, and match as they are: neither face has the resources of the other.
 */
@Provider
@PreMatching
@ApplicationScoped
public class CanonicalPath implements ContainerRequestFilter {

    private static final Pattern VERSION = Pattern.compile("(?i)v\\d+");

    private static final String NEWEST = "v2";

    @Inject
    BeanManager beans;

    private PathWords words;

    public CanonicalPath() {}

    /** For use without a container. */
    CanonicalPath(PathWords words) {
        this.words = words;
    }

    /** Collects the paths of all JAX-RS resources: they are CDI beans, whichever component or library they are from. */
    @PostConstruct
    void findResources() {
        words = PathWords.of(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .toList());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            rewrite(request);
        } catch (IllegalArgumentException noAddress) {
            // the path or the Host header is not a valid URI; some JAX-RS implementations notice this only here
            throw Problem.of(400, "problem.400");
        }
    }

    private void rewrite(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getPath(false);
        if (uri.getBaseUri().getPath().replaceAll("/$", "").endsWith(Face.OPENAI.root())) {
            if (isVersioned(path)) {
                throw Problems.ofStatus(404);
            }
            return;
        }
        String canonical = canonical(path);
        if (!canonical.equals(path)) {
            request.setRequestUri(
                    uri.getBaseUri(),
                    uri.getRequestUriBuilder()
                            .replacePath(uri.getBaseUri().getRawPath())
                            .path(canonical)
                            .build());
        }
    }

    static boolean isVersioned(String path) {
        return PlainPath.segments(path).stream().limit(1).anyMatch(first -> VERSION.matcher(first)
                .matches());
    }

    /** The path as the resources spell it. Segments that no resource has stay as they are. */
    String canonical(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(words.spelling(segment));
            }
        }
        if (segments.isEmpty()) {
            return path;
        }
        if (!VERSION.matcher(segments.get(0)).matches()) {
            segments.add(0, NEWEST);
        }
        return String.join("/", segments);
    }
}
