"""What all PynamoDB models share: one connection, the key attributes, and the translation of driver errors."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.exceptions import AttributeNullError, GetError, PutError, PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from handbook import aws
from handbook.domain.errors import ConflictError, UnavailableError
from handbook.storage.wire import shorten

# PynamoDB's own defaults (15 s, 30 s, 3 retries) outlast the gateway's 29 seconds.
CONNECT_TIMEOUT_SECONDS = 1
READ_TIMEOUT_SECONDS = 3
RETRIES = 2

_IN_THE_WAY = {"ConditionalCheckFailed", "TransactionConflict"}
_LOST_RACES = {"ConditionalCheckFailedException", "TransactionConflictException"}


class _Connection(Connection):
    """Makes calls as PynamoDB does, without telling listeners and a debugging log that we do not have."""

    def dispatch(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        said = {"ReturnConsumedCapacity": "TOTAL", **operation_kwargs}
        return self._make_api_call(operation_name, said)


@cache
def connection() -> Connection:
    """Give the connection whose client every model uses; each further client would cost a cold start 60 ms."""
    shared = _Connection(
        region=os.environ["AWS_REGION"],
        connect_timeout_seconds=CONNECT_TIMEOUT_SECONDS,
        read_timeout_seconds=READ_TIMEOUT_SECONDS,
        max_retry_attempts=RETRIES - 1,  # the first try goes the short way
    )
    shared._local.session = aws.session()
    shorten(shared.client)
    return shared


class Item(Model):
    """Base of every model: a partition key and a sort key, named alike in all tables.

    No attribute of ours holds attributes of its own or bears another name in its table, so that items are filled,
    written and read without PynamoDB's questions about both, which were half of what that cost.
    """

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    def _set_defaults(self, _user_instantiated: bool = True) -> None:
        self.attribute_values.update(_defaults(type(self)))

    def _container_serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        values, form = self.attribute_values, dict[str, dict[str, Any]]()
        for name, attribute in self.get_attributes().items():
            value = values.get(name)
            said = None if value is None else attribute.serialize(value)
            if said is not None:
                form[name] = {attribute.attr_type: said}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return form

    def _container_deserialize(self, attribute_values: Mapping[str, dict[str, Any]]) -> None:
        attributes = self.get_attributes()
        self.attribute_values = {**_defaults(type(self))}
        for name, said in attribute_values.items():
            if name in attributes and "NULL" not in said:
                self.attribute_values[name] = attributes[name].deserialize(attributes[name].get_value(said))

    @classmethod
    def _get_connection(cls) -> TableConnection:
        table = super()._get_connection()
        # Each model keeps its own key schema, but all speak through one client.
        table.connection._client = connection().client
        table.connection.dispatch = connection().dispatch  # type: ignore[method-assign]
        return table

    @classmethod
    def get(
        cls,
        hash_key: str,
        range_key: str | None = None,
        consistent_read: bool = False,
        attributes_to_get: Sequence[str] | None = None,
    ) -> Self:
        """Read one item, whole. Raises: GetError, and DoesNotExist of the model."""
        if attributes_to_get is not None:
            return super().get(hash_key, range_key, consistent_read, attributes_to_get)
        key = {"pk": {"S": hash_key}, "sk": {"S": range_key}}
        asked = {"TableName": cls.Meta.table_name, "Key": key, "ConsistentRead": consistent_read}
        try:
            found = connection().dispatch("GetItem", asked).get("Item")
        except (BotoCoreError, ClientError) as error:
            raise GetError(f"Failed to get item: {error}", error) from error
        if not found:
            raise cls.DoesNotExist
        return cls.from_raw_data(found)

    def get_save_kwargs_from_instance(
        self, condition: Condition | None = None, return_values_on_condition_failure: str | None = None
    ) -> dict[str, Any]:
        """Write the item with its condition as a transaction takes it."""
        form, names, values = self.serialize(), dict[str, str](), dict[str, Any]()
        unchanged = self._handle_version_attribute(attributes=form)
        if unchanged is not None:
            condition = unchanged if condition is None else condition & unchanged
        said: dict[str, Any] = {"TableName": self.Meta.table_name, "Item": form}
        if return_values_on_condition_failure is not None:
            said["ReturnValuesOnConditionCheckFailure"] = return_values_on_condition_failure
        if condition is not None:
            said["ConditionExpression"] = condition.serialize(names, values)
            said["ExpressionAttributeNames"] = {short: name for name, short in names.items()}
        return {**said, "ExpressionAttributeValues": values} if values else said

    def save(self, condition: Condition | None = None, *, add_version_condition: bool = True) -> dict[str, Any]:
        """Put the item, once: where an answer was lost and it was sent again, it is not in its own way."""
        try:
            return super().save(condition, add_version_condition=add_version_condition)
        except PutError as error:
            if not (_lost(error) and _sent_again(error) and self._lies_there()):
                raise
        self.update_local_version_attribute()  # type: ignore[no-untyped-call]
        return {}

    def _lies_there(self) -> bool:
        (partition,), sent = self._get_save_args()
        table, key = self._get_connection(), sent["range_key"]
        lying = table.get_item(partition, range_key=key, consistent_read=True).get("Item")
        return lying == {**sent["attributes"], "pk": {"S": partition}, "sk": {"S": key}}


@cache
def _defaults(model: type[Item]) -> Mapping[str, Any]:
    return {
        name: attribute.default for name, attribute in model.get_attributes().items() if attribute.default is not None
    }


@contextmanager
def transaction(conflict: type[ConflictError] = ConflictError) -> Iterator[TransactWrite]:
    """Write several items or none.

    Raises `conflict` when a condition failed or another writer was faster, UnavailableError when DynamoDB did not
    take the transaction.
    """
    with translated(conflict), TransactWrite(connection=connection()) as writes:
        yield writes


@contextmanager
def translated(conflict: type[ConflictError] = ConflictError) -> Iterator[None]:
    """Turn driver errors into the domain's, by code."""
    try:
        yield
    except PynamoDBException as error:
        if _lost(error) and not _sent_again(error):
            raise conflict from error
        raise UnavailableError(_code(error)) from error


def failed_places(error: ConflictError) -> set[int]:
    """Give the places of the writes because of which a transaction failed, counted from 0 in the order of its writes.

    Empty where that is not known. All writes of the transaction have to be of one kind: the driver sorts them by kind.
    """
    cause = error.__cause__
    if not isinstance(cause, TransactWriteError):
        return set()
    return {place for place, reason in enumerate(cause.cancellation_reasons) if reason and reason.code in _IN_THE_WAY}


def _lost(error: PynamoDBException) -> bool:
    code = _code(error)
    if isinstance(error, TransactWriteError) and code == "TransactionCanceledException":
        codes = {reason.code for reason in error.cancellation_reasons if reason}
        return bool(codes & _IN_THE_WAY)
    return code in _LOST_RACES


def _sent_again(error: PynamoDBException) -> bool:
    """Say whether a write may have failed on itself: its answer was lost, it was sent again, and a condition failed.

    A transaction has a name (ClientRequestToken) and is done once, however often it is sent.
    """
    told = error.cause.__cause__ if error.cause is not None else None  # PynamoDB keeps less than botocore said
    return aws.sent_again(told) and not isinstance(error, TransactWriteError)


def _code(error: PynamoDBException) -> str:
    # PynamoDB's own property stumbles over timeouts, which carry no response.
    response = getattr(error.cause, "response", None) or {}
    return str(response.get("Error", {}).get("Code") or type(error.cause).__name__)


def table_name(variable: str) -> str:
    """Read a table's name; PynamoDB binds it when the model class is made."""
    return os.environ[variable]


def versioned(version: int | None) -> dict[str, Any]:
    """Give the version argument of a model: absent for an item that is new, which PynamoDB then must not find."""
    return {} if version is None else {"version": version}
