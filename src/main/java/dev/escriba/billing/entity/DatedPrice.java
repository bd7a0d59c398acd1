package dev.escriba.billing.entity;

import dev.escriba.models.entity.Price;
import dev.escriba.schema.control.InstantMicros;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * The price of a model from an instant on, until a later price of the model. A stored price is never changed, so that
 * each charge can be explained later.
 */
@Entity
@Table(name = "price")
@NamedQuery(
        name = DatedPrice.NEWEST,
        query = "select p from DatedPrice p where p.modelId = :model and p.currency = :currency"
                + " order by p.validFrom desc")
@NamedQuery(
        name = DatedPrice.ALL,
        query = "select p from DatedPrice p where p.currency = :currency order by p.modelId, p.validFrom desc")
@NamedNativeQuery(
        name = DatedPrice.PRICING,
        query = "select a.currency, a.scale, b.amount, p.id, p.per_minute, p.per_million_prompt_tokens,"
                + " p.per_million_completion_tokens from account a left join balance b on b.account_id = a.id"
                + " left join price p on p.model_id = ?2 and p.currency = a.currency"
                + " where a.id = ?1 order by p.valid_from desc")
public class DatedPrice {

    /**
     * Parameters: account, model. Columns: currency, scale and balance of the account, then id and parts of each price,
     * the newest first.
     */
    public static final String PRICING = "DatedPrice.pricing";

    public static final String NEWEST = "DatedPrice.newest";
    public static final String ALL = "DatedPrice.all";

    @Id
    private String id;

    @Column(name = "model_id")
    private String modelId;

    private String currency;

    @Column(name = "valid_from")
    @Convert(converter = InstantMicros.class)
    private Instant validFrom;

    @Column(name = "per_minute", precision = 28, scale = 12)
    private BigDecimal perMinute;

    @Column(name = "per_million_prompt_tokens", precision = 28, scale = 12)
    private BigDecimal perMillionPromptTokens;

    @Column(name = "per_million_completion_tokens", precision = 28, scale = 12)
    private BigDecimal perMillionCompletionTokens;

    protected DatedPrice() {}

    public DatedPrice(UUID model, String currency, Price price, Instant validFrom) {
        this.id = UUID.randomUUID().toString();
        this.modelId = model.toString();
        this.currency = currency;
        this.validFrom = validFrom;
        this.perMinute = price.perMinute();
        this.perMillionPromptTokens = price.perMillionPromptTokens();
        this.perMillionCompletionTokens = price.perMillionCompletionTokens();
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public UUID modelId() {
        return UUID.fromString(modelId);
    }

    /** ISO 4217. */
    public String currency() {
        return currency;
    }

    public Instant validFrom() {
        return validFrom;
    }

    public Price price() {
        return new Price(perMinute, perMillionPromptTokens, perMillionCompletionTokens);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DatedPrice price && id.equals(price.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
