using System.Reflection;
using System.Runtime.ExceptionServices;

namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>Reads the types of input and output off a class, once, when it is registered.</summary>
internal static class CatalogueTypes
{
    /// <exception cref="ArgumentException"><paramref name="type"/> cannot be made or does not derive from <paramref name="contract"/>.</exception>
    public static Type ContractOf(Type type, Type contract)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || type.ContainsGenericParameters)
            throw new ArgumentException($"{type} is abstract or generic; register a class that can be made.", nameof(type));
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType && parent.GetGenericTypeDefinition() == contract)
                return parent;
        }
        throw new ArgumentException($"{type} does not derive from {contract.Name.Split('`')[0]}<TIn, TOut>.", nameof(type));
    }

    public static T Invoke<T>(Type owner, string method, Type contract, params object?[] arguments)
    {
        var generic = owner.GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(contract.GetGenericArguments());
        try
        {
            return (T)generic.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
