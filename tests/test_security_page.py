"""SECURITY.md: every statement in its lists is held by tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
UNTRUSTED = "cli/test_untrusted_experiment.py"
ECHOED = "experiments/test_echoed_keys.py"
FOREIGN = "experiments/stores/test_foreign_folder.py"

# How a statement begins, and the tests that hold it.
HELD_BY: dict[str, list[str]] = {
    "The link of `dikast view`": [
        "viewer/test_access.py::test_without_the_token_there_is_nothing_to_see",
        "viewer/test_access.py::test_another_site_sends_nothing_here",
    ],
    "What records say": [
        "viewer/test_browser.py::test_hostile_text_is_text",
        "viewer/test_browser.py::test_the_policy_stops_what_escaping_lets_through",
    ],
    "The index of a run": ["viewer/index/test_index.py::test_the_index_is_the_users_own"],
    "A person's link holds": [
        "viewer/test_seat_pages.py::test_no_link_opens_what_is_anothers",
        "experiments/people/test_seat_tokens.py::test_only_the_owner_can_read_them",
    ],
    "A form is taken only": [
        "viewer/test_seat_pages.py::test_no_link_opens_what_is_anothers",
        "viewer/test_seat_pages.py::test_hostile_text_is_inert",
    ],
    "`dikast run FILE --estimate` imports,": [
        f"{UNTRUSTED}::test_an_estimate_imports_and_calls_nothing_that_the_file_names",
        f"{UNTRUSTED}::test_an_estimate_imports_no_plug_in",
    ],
    "Reading a run": [f"{UNTRUSTED}::test_reading_a_run_imports_nothing_that_its_folder_names"],
    "In a run, the module": [f"{UNTRUSTED}::test_what_is_no_agent_is_not_called_to_find_out"],
    "YAML is read": [
        "input_files/test_yaml_reader.py::test_a_few_lines_of_aliases_for_billions_of_values_are_refused_at_once",
        "test_imports.py::test_no_module_takes_text_for_code",
    ],
    "Keys are read": [
        "agents/test_factory.py::test_a_wrong_name_or_option_is_explained_without_secrets",
        "agents/test_http_transport.py::test_a_base_that_can_not_be_right_is_said_before_any_call",
    ],
    "`api_key_env: NAME`": [
        f"{UNTRUSTED}::test_only_variables_that_are_named_like_keys_are_sent",
        f"{UNTRUSTED}::test_every_command_that_takes_agents_honours_it",
    ],
    "litellm models use": [
        f"{UNTRUSTED}::test_parameters_of_litellm_models_reach_no_variable_and_no_other_server",
        f"{ECHOED}::test_the_providers_own_key_is_masked_too",
    ],
    "An `endpoint/` model follows": ["agents/test_http_transport.py::test_no_redirect_is_followed"],
    "A program that `mcp:": [
        "agents/test_mcp_agent.py::test_a_server_that_is_started_gets_the_variables_that_are_named_and_no_others",
        "agents/test_mcp_agent.py::test_a_wrong_option_is_explained_before_any_call",
        "agents/test_mcp_agent.py::test_a_server_at_a_url_that_misbehaves_is_a_clear_error",
    ],
    "An agent behind a URL": [
        "agents/test_http_agent.py::test_errors_say_whether_another_try_may_help",
        "agents/test_http_agent.py::test_a_url_that_could_hold_a_secret_is_refused_without_quoting_it",
    ],
    "A database that the file": [f"{ECHOED}::test_a_store_is_sent_the_password_of_the_environment"],
    "A key that a server sends": [
        f"{ECHOED}::test_a_key_that_a_server_sends_back_is_kept_and_shown_nowhere",
        f"{ECHOED}::test_a_key_in_a_reply_or_an_error_of_a_program_is_masked",
        "test_tracing.py::test_a_key_in_an_error_or_in_its_cause_is_in_no_span",
        "masking/test_known_keys.py::test_a_proxys_password_is_kept_as_it_is_written_meant_and_sent",
    ],
    "Passwords in URLs": [
        "masking/test_passwords.py::test_a_password_is_masked_and_nothing_else",
        f"{ECHOED}::test_a_password_in_the_experiment_file_is_not_written_down",
        f"{ECHOED}::test_a_store_that_can_not_be_used_is_an_error_without_its_password",
        "experiments/stores/test_postgres.py::test_a_password_is_neither_stored_nor_shown",
    ],
    "Other URLs": [f"{ECHOED}::test_other_urls_in_a_reply_stay_as_they_were_said"],
    "A value of fewer": ["masking/test_known_keys.py::test_what_is_as_short_or_plain_as_a_word_is_no_secret"],
    "What a model, a question": [
        "graphs/test_structure_holds.py::test_a_hostile_speech_changes_no_line_of_the_engine",
        "graphs/test_structure_holds.py::test_a_hostile_question_stays_in_its_envelope",
        "test_sanitize.py::test_no_unsafe_character_is_left",
        "report/test_html_page.py::test_hostile_text_in_records_is_escaped",
    ],
    "A reply of more": ["agents/test_hosted_and_endpoint.py::test_a_failure_that_will_not_pass_is_permanent"],
    "A grade table runs": [
        "viewer/test_grading_pages.py::test_a_spreadsheet_runs_nothing_of_it",
        "viewer/test_grading_pages.py::test_a_pupils_page_has_nothing_of_another_pupil_and_no_way_out",
    ],
    "A folder that names": [
        f"{FOREIGN}::test_a_server_that_a_folder_names_is_not_asked",
        f"{FOREIGN}::test_a_trusted_server_gets_no_password_in_clear",
    ],
    "Links and pipes": [
        f"{FOREIGN}::test_the_files_of_a_run_are_plain_files",
        f"{FOREIGN}::test_an_export_does_not_follow_a_link",
        f"{FOREIGN}::test_ids_name_no_file_outside_of_an_export",
    ],
    "People's decisions": [
        "experiments/stores/test_override_store.py::test_a_foreign_file_is_refused_in_a_sentence",
        "experiments/stores/test_override_store.py::test_a_file_that_is_no_database_and_a_link_are_refused",
        "graphs/test_regrading.py::test_a_rubric_in_a_file_is_not_opened_for_a_record",
    ],
    "Its databases": [
        f"{FOREIGN}::test_a_database_has_only_tables",
        f"{FOREIGN}::test_a_statement_that_does_not_end_is_ended",
        f"{FOREIGN}::test_a_record_that_unpacks_to_too_much_is_one_line",
    ],
}
STATEMENTS = re.findall(r"^- (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_statement_is_held_by_a_test(statement: str) -> None:
    assert sum(statement.startswith(beginning) for beginning in HELD_BY) == 1


def test_every_test_that_is_named_exists() -> None:
    assert len(HELD_BY) == len(STATEMENTS)
    for name in (name for names in HELD_BY.values() for name in names):
        file, _, test = name.partition("::")
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), name


def test_the_page_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 80
