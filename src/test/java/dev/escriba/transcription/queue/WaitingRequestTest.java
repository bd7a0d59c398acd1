package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.entity.Tariff;
import dev.escriba.culture.entity.Culture;
import dev.escriba.models.entity.Price;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingRequestTest {

    private static final Price PRICE =
            new Price(new BigDecimal("0.006"), new BigDecimal("0.000000000001"), BigDecimal.TEN);

    @Test
    void everythingIsReadAsItWasWritten() {
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.of(UUID.randomUUID()),
                "terms: \"Añil\",\nline two",
                Optional.of("ana"),
                Optional.of("phone"),
                Culture.ES,
                Optional.of(new IdempotencyClaim("account", "key:1", "a key", "digest")),
                new TranscriptionOptions(Set.of("en", "es"), List.of("Escriba", "Jakarta"), true, true));
        Tariff tariff = new Tariff(Optional.of(UUID.randomUUID()), PRICE, "EUR", 4, RoundingMode.UP);
        WaitingRequest request = new WaitingRequest(
                command, new Quote(tariff, new BigDecimal("0.1250"), List.of(0, 2)), List.of("flac", "wav"));
        assertThat(WaitingRequest.read(request.json())).isEqualTo(request);
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.empty(), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
        WaitingRequest request = new WaitingRequest(
                command, Quote.free(new Tariff(Optional.empty(), Price.FREE, "USD", 6), List.of()), List.of());
        assertThat(WaitingRequest.read(request.json())).isEqualTo(request);
    }

    @Test
    void itsTextTellsNothing() {
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.empty(), "a secret", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
        WaitingRequest request = new WaitingRequest(
                command, Quote.free(new Tariff(Optional.empty(), Price.FREE, "USD", 6), List.of()), List.of());
        assertThat(request.toString()).doesNotContain("secret");
    }
}
