BEGIN
    SET LOCAL search_path = {{path|text}};
    IF ({{query|text}}
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = {{message|literal}};
    END IF;
    SET LOCAL search_path = pg_catalog;
END
