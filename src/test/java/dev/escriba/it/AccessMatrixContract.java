package dev.escriba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every operation of the published description, for every scope of a key and every role of a person, in both cultures. */
interface AccessMatrixContract {

    Map<String, String> ROLE_OF_SCOPE = Map.of(
            "transcribe", "transcriber",
            "instances:read", "instances-reader",
            "usage:read", "usage-reader",
            "admin", "administrator");

    Map<String, Map<Integer, String>> MESSAGES = Map.of(
            "en", Map.of(401, "Valid credentials are required.", 403, "You are not allowed to do this."),
            "es", Map.of(401, "Se requieren credenciales válidas.", 403, "No tiene permiso para hacer esto."));

    Service service();

    /** One operation, and who may. */
    record Operation(String method, String path, Set<String> roles) {}

    /** Somebody, by the headers that they show, and the roles that those stand for. */
    record Somebody(String name, Map<String, String> headers, Set<String> roles) {}

    @Test
    default void everybodyMayWhatTheDescriptionSaysAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Operation operation : operations()) {
            for (Somebody somebody : everybody()) {
                for (String culture : MESSAGES.keySet()) {
                    tried++;
                    String fault = fault(operation, somebody, culture);
                    if (!fault.isEmpty()) {
                        wrong.add(operation + " as " + somebody.name() + " in " + culture + ": " + fault);
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

    private String fault(Operation operation, Somebody somebody, String culture) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service()
                .base()
                .resolve(operation.path().replace("{id}", UUID.randomUUID().toString()) + "?culture=" + culture));
        somebody.headers().forEach(request::header);
        // nothing that would do anything: every operation that changes something asks for more than this
        boolean form =
                operation.path().endsWith("transcribe") && operation.method().equals("POST");
        request.header("Content-Type", form ? Service.contentType() : "application/json");
        request.method(
                operation.method(),
                operation.method().equals("GET")
                        ? BodyPublishers.noBody()
                        : form ? Service.body(Service.Part.text("Channel", "x")) : BodyPublishers.ofString("{}"));
        HttpResponse<String> answer = service().send(request);
        int status = answer.statusCode();
        boolean allowed = somebody.roles().stream().anyMatch(operation.roles()::contains);
        if (allowed) {
            return Set.of(200, 400, 404).contains(status) ? "" : "answered " + status;
        }
        int expected = somebody.headers().isEmpty() ? 401 : 403;
        if (status != expected) {
            return "answered " + status + " and not " + expected;
        }
        String message = Answer.problem(answer, status).getString("message");
        return message.equals(MESSAGES.get(culture).get(status))
                        && answer.headers()
                                .firstValue("Content-Language")
                                .orElse("")
                                .equals(culture)
                ? ""
                : "said " + message;
    }

    private List<Somebody> everybody() {
        List<Somebody> all = new ArrayList<>();
        all.add(new Somebody("nobody", Map.of(), Set.of()));
        String account = Administration.account(service(), "matrix " + UUID.randomUUID());
        ROLE_OF_SCOPE.forEach((scope, role) -> all.add(new Somebody(
                "a key to " + scope,
                Map.of(
                        "X-API-KEY",
                        Administration.key(service(), account, scope).key()),
                Set.of(role))));
        for (String role : List.of("transcriber", "auditor", "administrator", "nothing")) {
            all.add(new Somebody("a person with the group " + role, person(role), Set.of(role)));
        }
        return all;
    }

    /** Somebody whom the company's proxy signed in. */
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

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = Answer.json(service()
                        .send(HttpRequest.newBuilder(service().base().resolve("/openapi?format=JSON"))
                                .header("Accept", "application/json")
                                .GET()))
                .getJsonObject("paths");
        paths.forEach((path, methods) -> methods.asJsonObject().forEach((method, operation) -> {
            assertThat(operation.asJsonObject())
                    .as("who may %s %s", method, path)
                    .containsKey("x-roles");
            operations.add(new Operation(
                    method.toUpperCase(Locale.ROOT),
                    path,
                    Set.copyOf(operation.asJsonObject().getJsonArray("x-roles").getValuesAs(JsonString::getString))));
        }));
        return operations;
    }

    private static Set<String> routesOfTheCode() {
        Map<String, String> routes = new LinkedHashMap<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.escriba")) {
            if (resource.isAnnotatedWith(Path.class)) {
                String base = resource.getAnnotationOfType(Path.class).value();
                for (JavaMethod method : resource.getMethods()) {
                    method.getAnnotations().stream()
                            .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                            .forEach(annotation -> routes.put(
                                    annotation
                                                    .getRawType()
                                                    .getAnnotationOfType(HttpMethod.class)
                                                    .value() + " /api/"
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
