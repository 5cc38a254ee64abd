-- catalog.offers → a flat table for reports. A topic that is compacted may still hold older states of a key: its one
-- writer wrote them in order, so the last record counts. Deleted offers are rows. Make the table first:
--
--   CREATE TABLE public.offers_flat (
--     merchant_id bigint, product_id text, content_version bigint NOT NULL, availability_version bigint,
--     deleted boolean NOT NULL, available boolean NOT NULL, title text, category text, price_minor bigint,
--     currency text, pictures integer NOT NULL, PRIMARY KEY (merchant_id, product_id));

CREATE TEMPORARY TABLE offers_flat (
  merchant_id BIGINT,
  product_id STRING,
  content_version BIGINT,
  availability_version BIGINT,
  deleted BOOLEAN,
  available BOOLEAN,
  title STRING,
  category STRING,
  price_minor BIGINT,
  currency STRING,
  pictures INT,
  PRIMARY KEY (merchant_id, product_id) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://127.0.0.1:15432/imgsrch?user=imgsrch',
  'table-name' = 'public.offers_flat'
);

INSERT INTO offers_flat
SELECT
  merchant_id,
  product_id,
  content.`version`,
  availability.`version`,
  details IS NULL,
  COALESCE(details.available, FALSE),
  details.title,
  details.category,
  details.price_minor,
  details.currency,
  CARDINALITY(image_pks)
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY merchant_id, product_id ORDER BY log_offset DESC) AS newest
  FROM offers
)
WHERE newest = 1;
