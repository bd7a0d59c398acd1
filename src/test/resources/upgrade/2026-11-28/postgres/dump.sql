--
-- PostgreSQL database dump
--


-- Dumped from database version 14.22
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: public; Type: SCHEMA; Schema: -; Owner: -
--

-- *not* creating schema, since initdb creates it


--
-- Name: refuse_to_change_the_past(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_change_the_past() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account (
    id character varying(36) NOT NULL,
    name character varying(200) NOT NULL,
    currency character varying(3) NOT NULL,
    created_at bigint NOT NULL,
    scale integer DEFAULT 6 NOT NULL,
    requests_per_minute integer,
    CONSTRAINT account_rate CHECK ((requests_per_minute > 0)),
    CONSTRAINT account_scale CHECK (((scale >= 0) AND (scale <= 9)))
);


--
-- Name: api_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_key (
    id character varying(36) NOT NULL,
    account_id character varying(36) NOT NULL,
    name character varying(200) NOT NULL,
    lookup character varying(16) NOT NULL,
    salt character varying(32) NOT NULL,
    hash character varying(64) NOT NULL,
    created_at bigint NOT NULL,
    keyed boolean DEFAULT false NOT NULL,
    scopes character varying(200) DEFAULT ''::character varying NOT NULL,
    models character varying(4000),
    requests_per_minute integer,
    created_by character varying(200),
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint,
    CONSTRAINT api_key_rate CHECK ((requests_per_minute > 0))
);


--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    id character varying(36) NOT NULL,
    happened_at bigint NOT NULL,
    actor character varying(200) NOT NULL,
    address character varying(64),
    act character varying(50) NOT NULL,
    subject character varying(200) NOT NULL,
    account_id character varying(36),
    details character varying(4000) NOT NULL
);


--
-- Name: balance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.balance (
    account_id character varying(36) NOT NULL,
    amount numeric(28,9) NOT NULL,
    held numeric(28,9) NOT NULL,
    lines bigint NOT NULL,
    CONSTRAINT balance_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT held_not_negative CHECK ((held >= (0)::numeric))
);


--
-- Name: flyway_schema_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);


--
-- Name: hold; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hold (
    instance_id character varying(36) NOT NULL,
    account_id character varying(36) NOT NULL,
    line_number bigint NOT NULL,
    amount numeric(28,9) NOT NULL,
    state character varying(20) NOT NULL,
    charged numeric(28,9),
    caller character varying(200) NOT NULL,
    user_identifier character varying(512),
    billing_month integer NOT NULL,
    resolved_at bigint,
    CONSTRAINT hold_positive CHECK ((amount > (0)::numeric)),
    CONSTRAINT hold_resolved CHECK (((((state)::text = 'OPEN'::text) AND (charged IS NULL) AND (resolved_at IS NULL)) OR (((state)::text = 'SETTLED'::text) AND (charged >= (0)::numeric) AND (charged <= amount) AND (resolved_at IS NOT NULL)) OR (((state)::text = ANY ((ARRAY['RELEASED'::character varying, 'EXPIRED'::character varying])::text[])) AND (charged IS NULL) AND (resolved_at IS NOT NULL))))
);


--
-- Name: idempotent_request; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotent_request (
    account_id character varying(36) NOT NULL,
    key_digest character varying(64) NOT NULL,
    request_digest character varying(64) NOT NULL,
    instance_id character varying(36) NOT NULL,
    sealed_answer character varying(2000000),
    claimed_at bigint NOT NULL
);


--
-- Name: instance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.instance (
    id character varying(36) NOT NULL,
    account_id character varying(36) NOT NULL,
    caller character varying(200) NOT NULL,
    node character varying(36) NOT NULL,
    state character varying(20) NOT NULL,
    model_id character varying(36) NOT NULL,
    user_identifier character varying(512),
    channel character varying(200),
    culture character varying(2) NOT NULL,
    file_bytes bigint NOT NULL,
    container character varying(20) NOT NULL,
    codec character varying(50) NOT NULL,
    duration_nanos bigint,
    language character varying(20),
    transcript character varying(1000000),
    completion_tokens integer,
    prompt_tokens integer,
    completion_cost numeric(28,9),
    prompt_cost numeric(28,9),
    currency character varying(3),
    failure character varying(100),
    started_at bigint NOT NULL,
    finished_at bigint,
    lease_until bigint,
    price_id character varying(36),
    transcript_stored_at bigint
);


--
-- Name: ledger_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ledger_line (
    account_id character varying(36) NOT NULL,
    line_number bigint NOT NULL,
    kind character varying(20) NOT NULL,
    contra character varying(20) NOT NULL,
    amount numeric(28,9) NOT NULL,
    balance_after numeric(28,9) NOT NULL,
    instance_id character varying(36),
    reference character varying(64),
    reason character varying(2000),
    author character varying(200),
    booked_at bigint NOT NULL,
    CONSTRAINT balance_after_not_negative CHECK ((balance_after >= (0)::numeric)),
    CONSTRAINT movement_complete CHECK (((((kind)::text = 'CREDIT'::text) AND ((contra)::text = 'FUNDING'::text) AND (amount <> (0)::numeric) AND (reference IS NOT NULL) AND (reason IS NOT NULL)) OR (((kind)::text = 'HOLD'::text) AND ((contra)::text = 'HELD'::text) AND (amount < (0)::numeric) AND (instance_id IS NOT NULL)) OR (((kind)::text = 'RELEASE'::text) AND ((contra)::text = 'HELD'::text) AND (amount > (0)::numeric) AND (instance_id IS NOT NULL)) OR (((kind)::text = 'CHARGE'::text) AND ((contra)::text = 'REVENUE'::text) AND (amount < (0)::numeric) AND (instance_id IS NOT NULL))))
);


--
-- Name: pepper_check; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pepper_check (
    id integer NOT NULL,
    seal character varying(64) NOT NULL,
    CONSTRAINT pepper_check_once CHECK ((id = 1))
);


--
-- Name: price; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.price (
    id character varying(36) NOT NULL,
    model_id character varying(36) NOT NULL,
    currency character varying(3) NOT NULL,
    valid_from bigint NOT NULL,
    per_minute numeric(28,12) NOT NULL,
    per_million_prompt_tokens numeric(28,12) NOT NULL,
    per_million_completion_tokens numeric(28,12) NOT NULL,
    CONSTRAINT price_not_negative CHECK (((per_minute >= (0)::numeric) AND (per_million_prompt_tokens >= (0)::numeric) AND (per_million_completion_tokens >= (0)::numeric)))
);


--
-- Name: rate_bucket; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.rate_bucket (
    subject character varying(250) NOT NULL,
    full_at bigint NOT NULL
);


--
-- Name: spending; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.spending (
    account_id character varying(36) NOT NULL,
    subject_kind character varying(20) NOT NULL,
    subject character varying(512) NOT NULL,
    billing_month integer NOT NULL,
    amount numeric(28,9) NOT NULL,
    CONSTRAINT spending_not_negative CHECK ((amount >= (0)::numeric))
);


--
-- Data for Name: account; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.account VALUES ('1a84e767-92fd-31c0-b154-1f7f0f482fa6', 'default', 'USD', 1795943759542211, 6, NULL);
INSERT INTO public.account VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 'Initech', 'USD', 1795943782259876, 6, NULL);
INSERT INTO public.account VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 'Acme', 'USD', 1795943853072573, 6, NULL);
INSERT INTO public.account VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'Globex', 'USD', 1795943854420576, 6, NULL);


--
-- Data for Name: api_key; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.api_key VALUES ('2513221e-97fc-4abc-ae02-c2480133624e', '1a84e767-92fd-31c0-b154-1f7f0f482fa6', 'bootstrap', '7fb414b9', 'ab78a82934f5c4f4f9d5aeb5b305d3b5', 'bd95c8723524b41cd10e4b108a9b36600fd628eb21bfb3b486e766fcc2910ad9', 1795943759564794, true, 'transcribe instances:read usage:read metrics:read admin', NULL, NULL, NULL, NULL, NULL, 1795943841915559);
INSERT INTO public.api_key VALUES ('0a636642-bc34-48d5-ab67-ae3c4ddec454', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'a test', 'ed931685ca73', '6115c86aa4d493e9eea90c413f107dea', '828c081e9353a6d9ba73e44ade31b35d3fb409f52e6227bc3e379011605e878e', 1795943854288471, true, 'transcribe instances:read usage:read', NULL, NULL, 'key:2513221e-97fc-4abc-ae02-c2480133624e', NULL, NULL, 1795943854653472);
INSERT INTO public.api_key VALUES ('8a59994c-3415-466a-9243-97473f6f2aad', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'a test', 'ce39447b47ba', 'bb039822899e06b143a51c1a91ad68d1', '9467a6390ee0b87399da096d8da042eaf8af7f3928260cea5b5c29467b6f24c8', 1795943854621624, true, 'transcribe instances:read usage:read', NULL, NULL, 'key:2513221e-97fc-4abc-ae02-c2480133624e', NULL, NULL, 1795943857440929);
INSERT INTO public.api_key VALUES ('4757814c-1e97-4de6-9df2-f045701a62a4', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'a test', '7a93358a527f', '76ae3723e9bdfe054ab932c458daa62c', '98fd2015308fc70d3d91aab6f1278b54f70556cb43b15f11bfe034a45e221b6e', 1795943859504837, true, 'transcribe', NULL, NULL, 'key:2513221e-97fc-4abc-ae02-c2480133624e', NULL, 1795943859673022, NULL);
INSERT INTO public.api_key VALUES ('e7ec8e0e-6b00-44f7-88ab-334a70aef1d0', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'a test', 'dfbe4497c9cb', 'f6312d69957a1fe0637bf2b7b46dcb93', '4264bd3b66f6f85de3bc4f7d1748a5ecd02e5d6384623c6335b2a83cf308e72d', 1795943859826709, true, 'usage:read', NULL, NULL, 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943860686440, NULL, NULL);
INSERT INTO public.api_key VALUES ('a5db0cfc-9798-4573-9835-7d4472e467c9', '9862501c-239b-4c29-a34e-82326235dde1', 'a test', '1d7251704e3b', '8d05cd4e3ae49423fa0686434a6109e2', '23538aefb36e5b673a49611ac4ac8ee512cbc20a4f15ce7d1dd40905f75c92c1', 1795943784072320, true, 'transcribe instances:read usage:read', NULL, NULL, 'key:2513221e-97fc-4abc-ae02-c2480133624e', NULL, NULL, 1795943862719701);


--
-- Data for Name: audit_event; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_event VALUES ('c4cdc940-af09-4c25-b45c-033452c790fb', 1795943782268132, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'ACCOUNT_CREATED', '9862501c-239b-4c29-a34e-82326235dde1', '9862501c-239b-4c29-a34e-82326235dde1', '{"requestsPerMinute":"no limit","currency":"USD","name":"Initech"}');
INSERT INTO public.audit_event VALUES ('528a208d-d0f7-48b8-9c16-379dfc0be5c2', 1795943783493199, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', '9862501c-239b-4c29-a34e-82326235dde1', '9862501c-239b-4c29-a34e-82326235dde1', '{"line":1,"amount":"50"}');
INSERT INTO public.audit_event VALUES ('40692409-b0e4-4b78-94f5-4dfe7f9f1b82', 1795943783711211, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', '9862501c-239b-4c29-a34e-82326235dde1', '9862501c-239b-4c29-a34e-82326235dde1', '{"line":2,"amount":"-0.01"}');
INSERT INTO public.audit_event VALUES ('36aa57a3-d31d-475a-a264-75f7b8b93762', 1795943784096737, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_CREATED', 'a5db0cfc-9798-4573-9835-7d4472e467c9', '9862501c-239b-4c29-a34e-82326235dde1', '{"requestsPerMinute":"no limit","name":"a test","prefix":"1d7251704e3b","expiresAt":"never","models":"all","scopes":["transcribe","instances:read","usage:read"]}');
INSERT INTO public.audit_event VALUES ('212ca4f2-6469-4352-b259-e051da30ba88', 1795943853154262, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'ACCOUNT_CREATED', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"requestsPerMinute":"no limit","currency":"USD","name":"Acme"}');
INSERT INTO public.audit_event VALUES ('d823dcff-15ae-45e2-b5d7-84c48ae50576', 1795943854037441, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"line":1,"amount":"100"}');
INSERT INTO public.audit_event VALUES ('38eb740c-84a0-4f2d-aaff-8954141daffb', 1795943854184336, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"line":2,"amount":"-0.01"}');
INSERT INTO public.audit_event VALUES ('7d3bbec7-a892-4455-9f19-f8578cb7d8f8', 1795943854306920, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_CREATED', '0a636642-bc34-48d5-ab67-ae3c4ddec454', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"expiresAt":"never","models":"all","scopes":["transcribe","instances:read","usage:read"],"requestsPerMinute":"no limit","name":"a test","prefix":"ed931685ca73"}');
INSERT INTO public.audit_event VALUES ('20a822bb-ba69-4076-b586-c42c6fe2f7e1', 1795943854424862, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'ACCOUNT_CREATED', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', '{"requestsPerMinute":"no limit","currency":"USD","name":"Globex"}');
INSERT INTO public.audit_event VALUES ('a0ef2bd4-9910-40e9-8b31-e7f310c26e7a', 1795943854508062, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', '{"line":1,"amount":"0.123456"}');
INSERT INTO public.audit_event VALUES ('21c2a882-e07a-4fe0-969e-7c03916cbdbd', 1795943854569347, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'CREDIT_ADDED', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', '{"line":2,"amount":"-0.01"}');
INSERT INTO public.audit_event VALUES ('b98669d9-488f-4448-b45f-11e963c5602e', 1795943854626101, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_CREATED', '8a59994c-3415-466a-9243-97473f6f2aad', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', '{"expiresAt":"never","models":"all","scopes":["transcribe","instances:read","usage:read"],"requestsPerMinute":"no limit","name":"a test","prefix":"ce39447b47ba"}');
INSERT INTO public.audit_event VALUES ('e1e07ef9-d147-4f7c-9575-c8132f7e75e2', 1795943859507190, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_CREATED', '4757814c-1e97-4de6-9df2-f045701a62a4', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"expiresAt":"never","models":"all","scopes":["transcribe"],"requestsPerMinute":"no limit","name":"a test","prefix":"7a93358a527f"}');
INSERT INTO public.audit_event VALUES ('c0ed79bd-2c63-4d2e-8ede-5e381c891191', 1795943859676477, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_REVOKED', '4757814c-1e97-4de6-9df2-f045701a62a4', '10250d27-fc3d-47f2-9582-619f52ff3d5c', '{"name":"a test","prefix":"7a93358a527f"}');
INSERT INTO public.audit_event VALUES ('299d23b1-f26e-4280-8716-ab4741a81f5c', 1795943859828422, 'key:2513221e-97fc-4abc-ae02-c2480133624e', '127.0.0.1', 'KEY_CREATED', 'e7ec8e0e-6b00-44f7-88ab-334a70aef1d0', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', '{"expiresAt":"2026-11-29T09:17:40.686440251Z","models":"all","scopes":["usage:read"],"requestsPerMinute":"no limit","name":"a test","prefix":"dfbe4497c9cb"}');


--
-- Data for Name: balance; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.balance VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 49.990000000, 0.000000000, 4);
INSERT INTO public.balance VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 0.013456000, 0.000000000, 8);
INSERT INTO public.balance VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 85.292632000, 14.550000000, 12);


--
-- Data for Name: flyway_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flyway_schema_history VALUES (1, '1', 'create accounts keys and instances', 'SQL', 'V1__create_accounts_keys_and_instances.sql', 1333497545, 'escriba', '2026-11-29 09:15:58.034616', 78, true);
INSERT INTO public.flyway_schema_history VALUES (2, '2', 'create ledger holds and prices', 'SQL', 'V2__create_ledger_holds_and_prices.sql', 1274723650, 'escriba', '2026-11-29 09:15:58.311407', 122, true);
INSERT INTO public.flyway_schema_history VALUES (3, '3', 'refuse to change the past', 'SQL', 'V3__refuse_to_change_the_past.sql', -1933723077, 'escriba', '2026-11-29 09:15:58.489235', 36, true);
INSERT INTO public.flyway_schema_history VALUES (4, '4', 'keys with scopes rate limits and audit', 'SQL', 'V4__keys_with_scopes_rate_limits_and_audit.sql', -1175396191, 'escriba', '2026-11-29 09:15:58.561936', 40, true);
INSERT INTO public.flyway_schema_history VALUES (5, '5', 'refuse to change the audit', 'SQL', 'V5__refuse_to_change_the_audit.sql', 936620142, 'escriba', '2026-11-29 09:15:58.63386', 11, true);


--
-- Data for Name: hold; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.hold VALUES ('dea9971e-3369-441f-a5b9-bda433637dab', '9862501c-239b-4c29-a34e-82326235dde1', 3, 14.550000000, 'RELEASED', NULL, 'key:a5db0cfc-9798-4573-9835-7d4472e467c9', NULL, 202611, 1795943796088686);
INSERT INTO public.hold VALUES ('deb8721c-f3a0-4409-a76d-6f840e38661b', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 3, 0.050000000, 'SETTLED', 0.050000000, 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ana', 202611, 1795943855707590);
INSERT INTO public.hold VALUES ('cae5ec10-4c12-4a66-8f8f-c7eac2000af0', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 6, 0.047368000, 'SETTLED', 0.047368000, 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', NULL, 202611, 1795943856638352);
INSERT INTO public.hold VALUES ('9d0e3516-d31a-4eea-b2b5-a368d400ecac', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 9, 0.050000000, 'SETTLED', 0.050000000, 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ana', 202611, 1795943857303206);
INSERT INTO public.hold VALUES ('a2b0de70-73cb-4a26-84db-29121353c77e', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 3, 0.050000000, 'SETTLED', 0.050000000, 'key:8a59994c-3415-466a-9243-97473f6f2aad', NULL, 202611, 1795943857850477);
INSERT INTO public.hold VALUES ('75414a42-51a3-4f16-94de-5eae007e43a4', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 6, 0.050000000, 'SETTLED', 0.050000000, 'key:8a59994c-3415-466a-9243-97473f6f2aad', NULL, 202611, 1795943858899726);
INSERT INTO public.hold VALUES ('c5e85e2b-1485-44cf-afbe-ed7e5c7dc6af', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 12, 14.550000000, 'OPEN', NULL, 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', NULL, 202611, NULL);


--
-- Data for Name: idempotent_request; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.idempotent_request VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', '258194b5c610546bb0b957e9edfcd16558439dd7f6b4b6c4f651ec7901f72a3d', 'a3c57d7f7e65c5a5bab8833c84453f7126a6217fece0d370e0c80e0c177599b9', '9d0e3516-d31a-4eea-b2b5-a368d400ecac', NULL, 1795943857001408);


--
-- Data for Name: instance; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.instance VALUES ('dea9971e-3369-441f-a5b9-bda433637dab', '9862501c-239b-4c29-a34e-82326235dde1', 'key:a5db0cfc-9798-4573-9835-7d4472e467c9', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'FAILED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', NULL, NULL, 'en', 7276052, 'MP3', 'mp3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'stopped', 1795943792410874, 1795943796042747, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', NULL);
INSERT INTO public.instance VALUES ('deb8721c-f3a0-4409-a76d-6f840e38661b', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'SUCCEEDED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', 'ana', 'phone', 'en', 100044, 'WAV', 'pcm_s16le', 3125000000, 'en', 'The quick brown fox jumps over the lazy dog', 11, 128, 0.000000000, 0.050000000, 'USD', NULL, 1795943854952364, 1795943855587026, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', 1795943855587026);
INSERT INTO public.instance VALUES ('cae5ec10-4c12-4a66-8f8f-c7eac2000af0', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'SUCCEEDED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', NULL, 'web', 'en', 94780, 'WAV', 'pcm_s16le', 2960500000, 'es', 'Buenos días. La reunión empieza a las 9.', 15, 122, 0.000000000, 0.047368000, 'USD', NULL, 1795943856156326, 1795943856630957, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', 1795943856630957);
INSERT INTO public.instance VALUES ('9d0e3516-d31a-4eea-b2b5-a368d400ecac', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'SUCCEEDED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', 'ana', NULL, 'en', 100044, 'WAV', 'pcm_s16le', 3125000000, 'en', 'The quick brown fox jumps over the lazy dog', 11, 128, 0.000000000, 0.050000000, 'USD', NULL, 1795943856867497, 1795943857287664, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', 1795943857287664);
INSERT INTO public.instance VALUES ('a2b0de70-73cb-4a26-84db-29121353c77e', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'key:8a59994c-3415-466a-9243-97473f6f2aad', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'SUCCEEDED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', NULL, NULL, 'en', 25940, 'MP3', 'mp3', 3125000000, 'en', 'The quick brown fox jumps over the lazy dog.', 12, 128, 0.000000000, 0.050000000, 'USD', NULL, 1795943857560720, 1795943857844539, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', 1795943857844539);
INSERT INTO public.instance VALUES ('75414a42-51a3-4f16-94de-5eae007e43a4', 'bac756d2-4a3a-4940-a75d-cc51401ae5fe', 'key:8a59994c-3415-466a-9243-97473f6f2aad', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'SUCCEEDED', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', NULL, NULL, 'en', 100044, 'WAV', 'pcm_s16le', 3125000000, 'en', 'The quick brown fox jumps over the lazy dog', 11, 128, 0.000000000, 0.050000000, 'USD', NULL, 1795943858538101, 1795943858885653, NULL, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', 1795943858885653);
INSERT INTO public.instance VALUES ('c5e85e2b-1485-44cf-afbe-ed7e5c7dc6af', '10250d27-fc3d-47f2-9582-619f52ff3d5c', 'key:0a636642-bc34-48d5-ab67-ae3c4ddec454', 'ae624f29-fa7a-45f0-8232-89c612b1b5ab', 'RUNNING', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', NULL, NULL, 'en', 7276052, 'MP3', 'mp3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1795943863207443, NULL, 1795943984959265, '3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', NULL);


--
-- Data for Name: ledger_line; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.ledger_line VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 1, 'CREDIT', 'FUNDING', 50.000000000, 50.000000000, NULL, 'bb5fbee798468e84c1c8b92fbb24549e8d6cdb4eab35a1c94df74c366660ce22', 'an invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943783483843);
INSERT INTO public.ledger_line VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 2, 'CREDIT', 'FUNDING', -0.010000000, 49.990000000, NULL, '976f71f11ac4cfc9652d5a1552402fb47f3d9d514c5a22c6aa4de1135fdd2ce7', 'a correction of the invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943783694436);
INSERT INTO public.ledger_line VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 3, 'HOLD', 'HELD', -14.550000000, 35.440000000, 'dea9971e-3369-441f-a5b9-bda433637dab', NULL, NULL, NULL, 1795943793391201);
INSERT INTO public.ledger_line VALUES ('9862501c-239b-4c29-a34e-82326235dde1', 4, 'RELEASE', 'HELD', 14.550000000, 49.990000000, 'dea9971e-3369-441f-a5b9-bda433637dab', NULL, NULL, NULL, 1795943796088686);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 1, 'CREDIT', 'FUNDING', 100.000000000, 100.000000000, NULL, '35dff583837ad550526e11a26347a63729a4ac6c3fa298f4af1fcb7603723fb8', 'an invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943854009039);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 2, 'CREDIT', 'FUNDING', -0.010000000, 99.990000000, NULL, '51a21dd4c6020ecdfbb13e336809bf3ac9575d4880a0eeab3d42b582bab6c9cd', 'a correction of the invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943854179688);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 1, 'CREDIT', 'FUNDING', 0.123456000, 0.123456000, NULL, '1b753d26be8b5d56c50187e2bff827adb8894c42189e283f5e159e26bd778e17', 'an invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943854503625);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 2, 'CREDIT', 'FUNDING', -0.010000000, 0.113456000, NULL, 'da8d5a3934a1b84ab6c368abaf22577001eaca8701b029ca1afd1355850da358', 'a correction of the invoice', 'key:2513221e-97fc-4abc-ae02-c2480133624e', 1795943854565543);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 3, 'HOLD', 'HELD', -0.050000000, 99.940000000, 'deb8721c-f3a0-4409-a76d-6f840e38661b', NULL, NULL, NULL, 1795943855203577);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 4, 'RELEASE', 'HELD', 0.050000000, 99.990000000, 'deb8721c-f3a0-4409-a76d-6f840e38661b', NULL, NULL, NULL, 1795943855707590);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 5, 'CHARGE', 'REVENUE', -0.050000000, 99.940000000, 'deb8721c-f3a0-4409-a76d-6f840e38661b', NULL, NULL, NULL, 1795943855707590);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 6, 'HOLD', 'HELD', -0.047368000, 99.892632000, 'cae5ec10-4c12-4a66-8f8f-c7eac2000af0', NULL, NULL, NULL, 1795943856275790);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 7, 'RELEASE', 'HELD', 0.047368000, 99.940000000, 'cae5ec10-4c12-4a66-8f8f-c7eac2000af0', NULL, NULL, NULL, 1795943856638352);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 8, 'CHARGE', 'REVENUE', -0.047368000, 99.892632000, 'cae5ec10-4c12-4a66-8f8f-c7eac2000af0', NULL, NULL, NULL, 1795943856638352);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 9, 'HOLD', 'HELD', -0.050000000, 99.842632000, '9d0e3516-d31a-4eea-b2b5-a368d400ecac', NULL, NULL, NULL, 1795943857005942);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 10, 'RELEASE', 'HELD', 0.050000000, 99.892632000, '9d0e3516-d31a-4eea-b2b5-a368d400ecac', NULL, NULL, NULL, 1795943857303206);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 11, 'CHARGE', 'REVENUE', -0.050000000, 99.842632000, '9d0e3516-d31a-4eea-b2b5-a368d400ecac', NULL, NULL, NULL, 1795943857303206);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 3, 'HOLD', 'HELD', -0.050000000, 0.063456000, 'a2b0de70-73cb-4a26-84db-29121353c77e', NULL, NULL, NULL, 1795943857628337);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 4, 'RELEASE', 'HELD', 0.050000000, 0.113456000, 'a2b0de70-73cb-4a26-84db-29121353c77e', NULL, NULL, NULL, 1795943857850477);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 5, 'CHARGE', 'REVENUE', -0.050000000, 0.063456000, 'a2b0de70-73cb-4a26-84db-29121353c77e', NULL, NULL, NULL, 1795943857850477);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 6, 'HOLD', 'HELD', -0.050000000, 0.013456000, '75414a42-51a3-4f16-94de-5eae007e43a4', NULL, NULL, NULL, 1795943858626019);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 7, 'RELEASE', 'HELD', 0.050000000, 0.063456000, '75414a42-51a3-4f16-94de-5eae007e43a4', NULL, NULL, NULL, 1795943858899726);
INSERT INTO public.ledger_line VALUES ('bac756d2-4a3a-4940-a75d-cc51401ae5fe', 8, 'CHARGE', 'REVENUE', -0.050000000, 0.013456000, '75414a42-51a3-4f16-94de-5eae007e43a4', NULL, NULL, NULL, 1795943858899726);
INSERT INTO public.ledger_line VALUES ('10250d27-fc3d-47f2-9582-619f52ff3d5c', 12, 'HOLD', 'HELD', -14.550000000, 85.292632000, 'c5e85e2b-1485-44cf-afbe-ed7e5c7dc6af', NULL, NULL, NULL, 1795943864978846);


--
-- Data for Name: pepper_check; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.pepper_check VALUES (1, '9d4a3e480ae918de231f0b22eac6d93aeb15349f075a65ac94e6ed2f9eda0de6');


--
-- Data for Name: price; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.price VALUES ('3b32d58a-cbbe-46fd-a19c-c2192cdb6c2c', '5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00', 'USD', 1795943759612656, 0.960000000000, 0.000000000000, 0.000000000000);


--
-- Data for Name: rate_bucket; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: spending; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: account account_name_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_name_once UNIQUE (name);


--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);


--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);


--
-- Name: audit_event audit_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);


--
-- Name: balance balance_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.balance
    ADD CONSTRAINT balance_pkey PRIMARY KEY (account_id);


--
-- Name: ledger_line credit_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT credit_once UNIQUE (account_id, reference);


--
-- Name: flyway_schema_history flyway_schema_history_pk; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);


--
-- Name: hold hold_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (instance_id);


--
-- Name: idempotent_request idempotent_request_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotent_request
    ADD CONSTRAINT idempotent_request_pkey PRIMARY KEY (account_id, key_digest);


--
-- Name: instance instance_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (id);


--
-- Name: ledger_line ledger_line_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_pkey PRIMARY KEY (account_id, line_number);


--
-- Name: ledger_line movement_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT movement_once UNIQUE (instance_id, kind);


--
-- Name: pepper_check pepper_check_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pepper_check
    ADD CONSTRAINT pepper_check_pkey PRIMARY KEY (id);


--
-- Name: price price_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.price
    ADD CONSTRAINT price_once UNIQUE (model_id, currency, valid_from);


--
-- Name: price price_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.price
    ADD CONSTRAINT price_pkey PRIMARY KEY (id);


--
-- Name: rate_bucket rate_bucket_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.rate_bucket
    ADD CONSTRAINT rate_bucket_pkey PRIMARY KEY (subject);


--
-- Name: spending spending_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spending
    ADD CONSTRAINT spending_pkey PRIMARY KEY (account_id, subject_kind, subject, billing_month);


--
-- Name: api_key_by_account; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_key_by_account ON public.api_key USING btree (account_id, created_at DESC, id DESC);


--
-- Name: api_key_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_key_by_age ON public.api_key USING btree (created_at DESC, id DESC);


--
-- Name: api_key_by_lookup; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_key_by_lookup ON public.api_key USING btree (lookup);


--
-- Name: audit_event_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_event_by_time ON public.audit_event USING btree (happened_at DESC, id DESC);


--
-- Name: flyway_schema_history_s_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history USING btree (success);


--
-- Name: hold_by_month; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hold_by_month ON public.hold USING btree (account_id, billing_month, caller);


--
-- Name: hold_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hold_by_state ON public.hold USING btree (account_id, state);


--
-- Name: idempotent_request_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idempotent_request_by_age ON public.idempotent_request USING btree (claimed_at);


--
-- Name: idempotent_request_by_instance; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idempotent_request_by_instance ON public.idempotent_request USING btree (instance_id);


--
-- Name: instance_by_caller; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_caller ON public.instance USING btree (account_id, caller, started_at DESC, id DESC);


--
-- Name: instance_by_channel; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_channel ON public.instance USING btree (account_id, channel, started_at DESC, id DESC);


--
-- Name: instance_by_lease; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_lease ON public.instance USING btree (state, lease_until);


--
-- Name: instance_by_model; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_model ON public.instance USING btree (account_id, model_id, started_at DESC, id DESC);


--
-- Name: instance_by_node_and_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_node_and_state ON public.instance USING btree (node, state);


--
-- Name: instance_by_start; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_start ON public.instance USING btree (account_id, started_at DESC, id DESC);


--
-- Name: instance_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_state ON public.instance USING btree (account_id, state, started_at DESC, id DESC);


--
-- Name: instance_by_transcript; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_transcript ON public.instance USING btree (transcript_stored_at);


--
-- Name: instance_by_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX instance_by_user ON public.instance USING btree (account_id, user_identifier, started_at DESC, id DESC);


--
-- Name: ledger_line_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ledger_line_by_time ON public.ledger_line USING btree (account_id, booked_at, line_number);


--
-- Name: rate_bucket_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX rate_bucket_by_age ON public.rate_bucket USING btree (full_at);


--
-- Name: audit_event audit_event_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_the_past();


--
-- Name: ledger_line ledger_line_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER ledger_line_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_the_past();


--
-- Name: price price_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER price_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.price FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_the_past();


--
-- Name: api_key api_key_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: balance balance_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.balance
    ADD CONSTRAINT balance_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: hold hold_account_id_line_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_account_id_line_number_fkey FOREIGN KEY (account_id, line_number) REFERENCES public.ledger_line(account_id, line_number);


--
-- Name: hold hold_instance_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES public.instance(id);


--
-- Name: idempotent_request idempotent_request_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotent_request
    ADD CONSTRAINT idempotent_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: idempotent_request idempotent_request_instance_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotent_request
    ADD CONSTRAINT idempotent_request_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES public.instance(id);


--
-- Name: instance instance_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: instance instance_price_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT instance_price_id_fkey FOREIGN KEY (price_id) REFERENCES public.price(id);


--
-- Name: ledger_line ledger_line_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- Name: ledger_line ledger_line_instance_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES public.instance(id);


--
-- Name: spending spending_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spending
    ADD CONSTRAINT spending_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);


--
-- PostgreSQL database dump complete
--


