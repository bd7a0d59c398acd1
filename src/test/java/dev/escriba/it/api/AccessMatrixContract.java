package dev.escriba.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.telemetry.boundary.MetricsPage;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the published description, for every scope of a key and every role of a person, in both cultures.
 */
interface AccessMatrixContract {

    Map<String, String> ROLE_OF_SCOPE = Map.of(
            "transcribe", "transcriber",
            "instances:read", "instances-reader",
            "instances:write", "instances-writer",
            "usage:read", "usage-reader",
            "metrics:read", "metrics-reader",
            "models:write", "models-writer",
            "webhooks", "webhooks-manager",
            "files", "files-user",
            "admin", "administrator");

    Map<String, Map<Integer, String>> MESSAGES = Map.of(
            "en", Map.of(401, "Valid credentials are required.", 403, "You are not allowed to do this."),
            "es", Map.of(401, "Se requieren credenciales válidas.", 403, "No tiene permiso para hacer esto."));

    Service service();

    /** One operation, and the roles that may call it. */
    record Operation(String method, String path, Set<String> roles) {}

    /** A caller: its name, its credentials as headers, and the roles that these give. */
    record TestCaller(String name, Map<String, String> headers, Set<String> roles) {}

    @Test
    default void callersMayDoWhatTheDescriptionSaysAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Operation operation : operations()) {
            for (TestCaller caller : callers()) {
                for (String culture : MESSAGES.keySet()) {
                    tried++;
                    String fault = fault(operation, caller, culture);
                    if (!fault.isEmpty()) {
                        wrong.add(operation + " as " + caller.name() + " in " + culture + ": " + fault);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(300);
    }

    @Test
    default void noRouteIsMissingInTheDescription() {
        assertThat(routesOfTheCode())
                .isEqualTo(new TreeSet<>(operations().stream()
                        .map(operation -> operation.method() + " " + operation.path())
                        .toList()))
                .hasSizeGreaterThan(15);
    }

    private String fault(Operation operation, TestCaller caller, String culture) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service()
                .base()
                .resolve(operation
                                .path()
                                .replace("{id}", UUID.randomUUID().toString())
                                .replace("{n}", "0") + "?culture=" + culture));
        caller.headers().forEach(request::header);
        // an empty body changes nothing: every operation that changes something requires fields
        boolean form = operation.method().equals("POST")
                && operation.path().toLowerCase(Locale.ROOT).matches("(.*/audio/|/api/v2/file/upload).*(?<!/file)");
        request.header("Content-Type", form ? Service.contentType() : "application/json");
        request.method(
                operation.method(),
                Set.of("GET", "DELETE").contains(operation.method())
                        ? BodyPublishers.noBody()
                        : form ? Service.body(Service.Part.text("Channel", "x")) : BodyPublishers.ofString("{}"));
        HttpResponse<String> answer = service().send(request);
        int status = answer.statusCode();
        boolean allowed = caller.roles().stream().anyMatch(operation.roles()::contains);
        if (allowed) {
            // public files are refused for all callers
            boolean refused = status == 403 && operation.path().endsWith("/public");
            return refused || Set.of(200, 400, 404).contains(status) ? "" : "answered " + status;
        }
        int expected = caller.headers().isEmpty() ? 401 : 403;
        if (status != expected) {
            return "answered " + status + " and not " + expected;
        }
        String message = operation.path().startsWith("/v1/")
                ? OpenAiContract.error(answer, status).getString("message")
                : Answer.problem(answer, status).getString("message");
        return message.equals(MESSAGES.get(culture).get(status))
                        && answer.headers()
                                .firstValue("Content-Language")
                                .orElse("")
                                .equals(culture)
                ? ""
                : "said " + message;
    }

    private List<TestCaller> callers() {
        List<TestCaller> all = new ArrayList<>();
        all.add(new TestCaller("a caller without credentials", Map.of(), Set.of()));
        String account = Administration.account(service(), "matrix " + UUID.randomUUID());
        ROLE_OF_SCOPE.forEach((scope, role) -> all.add(new TestCaller(
                "a key to " + scope,
                Map.of(
                        "X-API-KEY",
                        Administration.key(service(), account, scope).key()),
                Set.of(role))));
        for (String role : List.of("transcriber", "auditor", "administrator", "nothing")) {
            Set<String> roles = role.equals("transcriber") ? Set.of(role, "files-user") : Set.of(role);
            all.add(new TestCaller("a person with the group " + role, person(role), roles));
        }
        return all;
    }

    /** A person who has signed in at the company's proxy. */
    static Map<String, String> person(String group) {
        return Map.of(
                "X-Escriba-Proxy-Secret",
                System.getProperty("escriba.it.proxy-secret"),
                "X-Forwarded-User",
                "ana",
                "X-Forwarded-Groups",
                group + ", everyone",
                "X-Requested-With",
                "test");
    }

    /** Reads the description line by line: not every server keeps the extension fields of the format. */
    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        String path = "";
        String method = "";
        try (InputStream document = AccessMatrixContract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            for (String line : new String(document.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("components:")) {
                    break;
                }
                if (line.matches("  /\\S+:")) {
                    path = line.strip().replace(":", "");
                } else if (line.matches("    (get|post|put|patch|delete):")) {
                    assertThat(method).as("who may %s", path).isEmpty();
                    method = line.strip().replace(":", "").toUpperCase(Locale.ROOT);
                } else if (line.startsWith("      x-roles: [")) {
                    String roles = line.substring(line.indexOf('[') + 1, line.indexOf(']'));
                    operations.add(new Operation(method, path, Set.of(roles.split(", ", -1))));
                    method = "";
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(method).as("who may %s", path).isEmpty();
        return operations;
    }

    private static Set<String> routesOfTheCode() {
        Map<String, String> routes = new LinkedHashMap<>();
        // the one operation that is not a JAX-RS resource
        routes.put("GET /metrics", MetricsPage.class.getName());
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.escriba")) {
            if (resource.isAnnotatedWith(Path.class)) {
                String face = resource.getPackageName().equals("dev.escriba.openai.boundary") ? "/v1/" : "/api/";
                String base = resource.getAnnotationOfType(Path.class).value();
                for (JavaMethod method : resource.getMethods()) {
                    method.getAnnotations().stream()
                            .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                            .forEach(annotation -> routes.put(
                                    annotation
                                                    .getRawType()
                                                    .getAnnotationOfType(HttpMethod.class)
                                                    .value() + " " + face
                                            + base
                                            + method.tryGetAnnotationOfType(Path.class)
                                                    .map(path -> "/" + path.value())
                                                    .orElse(""),
                                    method.getFullName()));
                }
            }
        }
        return new TreeSet<>(routes.keySet());
    }
}
