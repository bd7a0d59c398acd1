package dev.escriba.webhooks.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.web.control.JsonForm;
import dev.escriba.webhooks.control.WebhookUrl;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The body of a request that creates or changes a webhook. A change leaves absent fields as they are. */
final class WebhookForm {

    private static final Set<String> OF_NEW = Set.of("name", "url", "events", "includeTranscript", "accountId");
    private static final Set<String> OF_CHANGE = Set.of("name", "url", "events", "includeTranscript", "enabled");

    private final JsonForm form;
    private final boolean permitsHttp;

    private WebhookForm(JsonForm form, boolean permitsHttp) {
        this.form = form;
        this.permitsHttp = permitsHttp;
    }

    /** @param permitsHttp whether an address without TLS is permitted */
    static WebhookForm ofNew(InputStream body, boolean permitsHttp) {
        return new WebhookForm(JsonForm.of(body, OF_NEW), permitsHttp);
    }

    /** @param permitsHttp whether an address without TLS is permitted */
    static WebhookForm ofChange(InputStream body, boolean permitsHttp) {
        return new WebhookForm(JsonForm.of(body, OF_CHANGE), permitsHttp);
    }

    String name() {
        return form.line("name", Webhook.MAX_NAME_CHARACTERS);
    }

    String url() {
        String url = form.string("url").map(String::strip).orElse("");
        try {
            if (url.length() > Webhook.MAX_URL_CHARACTERS) {
                throw new IllegalArgumentException("too long");
            }
            if (!WebhookUrl.of(url).secure() && !permitsHttp) {
                form.wrong("url", Message.of("webhook.url-without-tls"));
            }
        } catch (IllegalArgumentException wrong) {
            form.wrong("url", Message.of("webhook.url", Webhook.MAX_URL_CHARACTERS));
        }
        return url;
    }

    /** The events; all of them if the field is absent. */
    Set<EventType> events() {
        form.refuseNull("events");
        Message otherwise = Message.of(
                "webhook.events",
                Arrays.stream(EventType.values()).map(EventType::id).collect(Collectors.joining(", ")));
        Optional<List<EventType>> events =
                form.list("events", EventType.values().length, otherwise, id -> EventType.of(id)
                        .orElseThrow(IllegalArgumentException::new));
        return events.<Set<EventType>>map(EnumSet::copyOf).orElse(EnumSet.allOf(EventType.class));
    }

    /** The account of the new webhook; empty means that of the caller. */
    Optional<UUID> accountId() {
        return form.uuid("accountId");
    }

    /** What a new webhook has by default. */
    Consumer<Webhook> settings() {
        Optional<Boolean> transcript = form.flag("includeTranscript");
        return webhook -> transcript.ifPresent(webhook::includeTranscript);
    }

    /** All fields, as a change of a webhook. */
    Consumer<Webhook> change() {
        Optional<String> name = form.has("name") ? Optional.of(name()) : Optional.empty();
        Optional<String> url = form.has("url") ? Optional.of(url()) : Optional.empty();
        Optional<Set<EventType>> events = form.has("events") ? Optional.of(events()) : Optional.empty();
        Optional<Boolean> enabled = form.flag("enabled");
        Consumer<Webhook> settings = settings();
        return webhook -> {
            name.ifPresent(webhook::rename);
            url.ifPresent(webhook::moveTo);
            events.ifPresent(webhook::subscribe);
            settings.accept(webhook);
            enabled.filter(chosen -> chosen).ifPresent(chosen -> webhook.enable());
            enabled.filter(chosen -> !chosen).ifPresent(chosen -> webhook.disable());
        };
    }

    void check() {
        form.check();
    }
}
