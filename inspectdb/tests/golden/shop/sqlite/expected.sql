CREATE TABLE "customer" ( -- Whoever has an account.
"id" INTEGER PRIMARY KEY AUTOINCREMENT, "email" VARCHAR(254) COLLATE "NOCASE" NOT NULL, -- Where bills and nothing else are sent.
"full_name" TEXT NOT NULL, "referred_by" INTEGER, -- The customer who recommended the shop.
"is_active" BOOLEAN DEFAULT 1 NOT NULL, "created_at" TIMESTAMP DEFAULT (CURRENT_TIMESTAMP) NOT NULL, FOREIGN KEY ("referred_by") REFERENCES "customer" ("id") ON DELETE SET NULL);
CREATE UNIQUE INDEX "customer_email_active" ON "customer" ("email") WHERE is_active;

CREATE TABLE "address" ("customer_id" INTEGER NOT NULL, "label" TEXT DEFAULT 'home' NOT NULL, "street" TEXT NOT NULL, "city" TEXT NOT NULL, "country" CHAR(2) NOT NULL, -- ISO 3166-1, two letters
PRIMARY KEY ("customer_id", "label"), FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE, CHECK (length(country) = 2)) WITHOUT ROWID;

CREATE TABLE "order" (
    "id" INTEGER PRIMARY KEY,
    "customer_id" INTEGER NOT NULL,
    "ship_to_label" TEXT NOT NULL,
    "bill_to_label" TEXT,
    "placed_on" DATE DEFAULT (CURRENT_DATE) NOT NULL,
    "status" TEXT DEFAULT 'new' NOT NULL,
    FOREIGN KEY ("customer_id") REFERENCES "customer" ("id"),
    CONSTRAINT "ship_to" FOREIGN KEY ("customer_id", "ship_to_label") REFERENCES "address" ("customer_id", "label"),
    CONSTRAINT "bill_to" FOREIGN KEY ("customer_id", "bill_to_label") REFERENCES "address" ("customer_id", "label") DEFERRABLE INITIALLY DEFERRED,
    CHECK (status IN ('new', 'paid', 'shipped', 'cancelled'))
);

CREATE TABLE "invoice" (
    "order_id" INTEGER PRIMARY KEY,
    "number" TEXT NOT NULL,
    "pdf" BLOB,
    UNIQUE ("number"),
    FOREIGN KEY ("order_id") REFERENCES "order" ("id")
) STRICT;

CREATE TABLE "product" ("sku" TEXT NOT NULL, "name" TEXT NOT NULL, "price" DECIMAL(10, 2) NOT NULL, "tax_percent" INTEGER DEFAULT 19 NOT NULL, "price_with_tax" DECIMAL(12, 2) GENERATED ALWAYS AS (round(price * (100 + tax_percent) / 100.0, 2)) STORED, "attributes" JSON, -- Whatever only some products have.
PRIMARY KEY ("sku"), CONSTRAINT "price_is_not_negative" CHECK (price >= 0));
CREATE INDEX "product_name" ON "product" ((lower(name)), "price" DESC);

CREATE TABLE "order_line" ("order_id" INTEGER NOT NULL, "line_number" INTEGER NOT NULL, "sku" TEXT NOT NULL, "quantity" INTEGER DEFAULT 1 NOT NULL, "unit_price" DECIMAL(10, 2) NOT NULL, -- As it was when the order was placed.
PRIMARY KEY ("order_id", "line_number"), UNIQUE ("order_id", "sku"), FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE, FOREIGN KEY ("sku") REFERENCES "product" ("sku") ON UPDATE CASCADE, CHECK (quantity > 0));

CREATE VIEW "order_total" AS SELECT "order".id AS order_id, customer.full_name, sum(quantity * unit_price) AS total
FROM "order"
JOIN customer ON customer.id = "order".customer_id
JOIN order_line ON order_line.order_id = "order".id
GROUP BY "order".id;

CREATE TRIGGER order_line_price AFTER INSERT ON order_line WHEN NEW.unit_price IS NULL
BEGIN
    UPDATE order_line
    SET unit_price = (SELECT price FROM product WHERE product.sku = NEW.sku)
    WHERE order_id = NEW.order_id AND line_number = NEW.line_number;
END;
