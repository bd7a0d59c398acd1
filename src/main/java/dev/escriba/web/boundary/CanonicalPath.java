package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns {@code audio/TRANSCRIBE} into {@code v2/Audio/transcribe}: clients of the hub write paths in any case, and some leave the version out. */
@Provider
@PreMatching
public class CanonicalPath implements ContainerRequestFilter {

    private static final Pattern VERSION = Pattern.compile("(?i)v\\d+");

    private static final String NEWEST = "v2";

    private static final Map<String, String> NAMES = Stream.of(
                    "v2",
                    "Audio",
                    "transcribe",
                    "AIModels",
                    "Instances",
                    "transcript",
                    "Billing",
                    "balance",
                    "credits",
                    "ledger",
                    "prices",
                    "reconciliation",
                    "usage",
                    "ApiKeys",
                    "Accounts",
                    "Audit",
                    "Me")
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            rewrite(request);
        } catch (IllegalArgumentException noAddress) {
            // an address, or a Host, that is none; some stacks notice only here
            throw Problem.of(400, "problem.400");
        }
    }

    private static void rewrite(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getPath(false);
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

    /** The path as the resources have it; segments that are no known names stay as they are. */
    static String canonical(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(NAMES.getOrDefault(segment.toLowerCase(Locale.ROOT), segment));
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
