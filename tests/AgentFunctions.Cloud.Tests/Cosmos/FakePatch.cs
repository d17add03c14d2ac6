using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal static class FakePatch
{
    private const int MaxOperations = 10;

    public static bool Apply(JsonObject item, IReadOnlyList<PatchOperation> operations)
    {
        if (operations.Count is < 1 or > MaxOperations) throw new NotSupportedException($"A patch of {operations.Count} operations.");
        return operations.All(operation => Apply(item, operation));
    }

    private static bool Apply(JsonObject item, PatchOperation operation)
    {
        var names = operation.Path.TrimStart('/').Split('/');
        JsonNode? parent = item;
        foreach (var name in names[..^1]) parent = (parent as JsonObject)?[name];
        if (parent is not JsonObject target) return false;
        switch (operation)
        {
            case PatchOperation<long> { OperationType: PatchOperationType.Increment } increment:
                var before = target.TryGetPropertyValue(names[^1], out var node) ? FakeSqlValues.Of(node) : 0d;
                if (before is not double number) return false;
                target[names[^1]] = number == Math.Truncate(number) && Math.Abs(number) < long.MaxValue ? JsonValue.Create((long)number + increment.Value) : JsonValue.Create(number + increment.Value);
                return true;
            case { OperationType: PatchOperationType.Set }:
                target[names[^1]] = operation switch
                {
                    PatchOperation<long> integer => JsonValue.Create(integer.Value),
                    PatchOperation<string> text => JsonValue.Create(text.Value),
                    PatchOperation<bool> flag => JsonValue.Create(flag.Value),
                    PatchOperation<object> { Value: null } => null,
                    _ => throw new NotSupportedException($"Set of {operation.GetType()}."),
                };
                return true;
            default:
                throw new NotSupportedException($"A patch by {operation.OperationType}.");
        }
    }
}
