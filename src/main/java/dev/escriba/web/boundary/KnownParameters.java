package dev.escriba.web.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.Face;
import dev.escriba.web.control.IgnoresUnknownParameters;
import dev.escriba.web.control.JsonForm;
import dev.escriba.web.control.RequestCulture;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses query parameters that the operation does not have: one may be a misspelt filter, and the answer would look as
 * if it had been applied. It runs after the check of the roles.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {

    private static final int MAX_ERRORS = 10;

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> type = resourceClass(resource.getResourceClass());
        if (type == null
                || resource.getResourceMethod() == null
                || type.isAnnotationPresent(IgnoresUnknownParameters.class)
                || Face.of(http).filter(Face.OPENAI::equals).isPresent()) {
            return;
        }
        requireKnown(
                request.getUriInfo().getQueryParameters().keySet(), parameters(type, resource.getResourceMethod()));
    }

    /** A proxy of the container is a subclass of the resource. */
    private static Class<?> resourceClass(Class<?> proxy) {
        Class<?> type = proxy;
        while (type != null && !type.isAnnotationPresent(Path.class)) {
            type = type.getSuperclass();
        }
        return type;
    }

    /** The query parameters of an operation, and the one that all operations have. */
    static Set<String> parameters(Class<?> type, Method called) {
        Set<String> known = new TreeSet<>(Set.of(RequestCulture.PARAMETER));
        for (Method method : type.getMethods()) {
            // the method of a proxy has no annotations
            if (method.getName().equals(called.getName())
                    && Arrays.equals(method.getParameterTypes(), called.getParameterTypes())) {
                for (Parameter parameter : method.getParameters()) {
                    QueryParam query = parameter.getAnnotation(QueryParam.class);
                    if (query != null) {
                        known.add(query.value());
                    }
                }
            }
        }
        return known;
    }

    /** @throws Problem 400 with one message for each unknown parameter */
    static void requireKnown(Collection<String> sent, Set<String> known) {
        Map<String, Message> errors = new LinkedHashMap<>();
        sent.stream()
                .filter(name -> !known.contains(name))
                .limit(MAX_ERRORS)
                .forEach(name -> errors.put(
                        JsonForm.printable(name), Message.of("parameter.unknown", String.join(", ", known))));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
