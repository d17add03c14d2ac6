using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Tests.Identity;

public sealed class AccessTests
{
    [Fact]
    public void WithoutGrants_AnAppHasNothingAndTheOthersTheirRoleInTheWholeTenant()
    {
        Assert.DoesNotContain(Enum.GetValues<AccessScopes>(), s => s != AccessScopes.None && Access.Of(PrincipalKind.App, []).Has(s));
        foreach (var kind in new[] { PrincipalKind.Operator, PrincipalKind.Approver, PrincipalKind.Auditor })
            Assert.All(Enum.GetValues<AccessScopes>(), s => Assert.Equal((Access.MostOf(kind) & s) == s && s != AccessScopes.ApprovalsBreakGlass, Access.Of(kind, []).Covers(s, null)));
    }

    [Fact]
    public void BreakGlass_IsHadOnlyByAnOperatorsGrantThatNamesIt()
    {
        const AccessScopes Scope = AccessScopes.ApprovalsBreakGlass;
        GrantSpec named = new() { Scopes = ["approvals:break-glass"], Team = "a" };

        Assert.False(Access.Platform.Has(Scope));
        Assert.False(Access.Of(PrincipalKind.Operator, [new GrantSpec()]).Has(Scope));
        Assert.False(Access.Of(PrincipalKind.Operator, [new GrantSpec { Team = "a" }]).Has(Scope));
        Assert.All((PrincipalKind[])[PrincipalKind.App, PrincipalKind.Approver, PrincipalKind.Auditor], kind => Assert.False(Access.Of(kind, [named]).Has(Scope)));
        Assert.True(Access.Of(PrincipalKind.Operator, [named]).Covers(Scope, "a"));
        Assert.False(Access.Of(PrincipalKind.Operator, [named]).Covers(Scope, "b"));
    }

    [Theory]
    [InlineData(PrincipalKind.Operator, "approvals:decide")]
    [InlineData(PrincipalKind.Auditor, "resources:write")]
    [InlineData(PrincipalKind.Approver, "keys:write")]
    [InlineData(PrincipalKind.App, "principals:write")]
    public void Grant_BeyondTheRole_GivesNothing(PrincipalKind kind, string scope)
    {
        var access = Access.Of(kind, [new GrantSpec { Scopes = [scope] }]);

        Assert.False(access.Has(AccessScopeNames.Find(scope)));
    }

    [Fact]
    public void Grant_OfATeam_ReachesThatTeamOnly()
    {
        var access = Access.Of(PrincipalKind.Operator, [new GrantSpec { Scopes = ["resources:write"], Team = "a" }]);

        Assert.True(access.Covers(AccessScopes.ResourcesWrite, "a"));
        Assert.False(access.Covers(AccessScopes.ResourcesWrite, "b"));
        Assert.False(access.Covers(AccessScopes.ResourcesWrite, null));
        Assert.False(access.Covers(AccessScopes.KeysWrite, "a"));
        Assert.True(access.Has(AccessScopes.ResourcesWrite));
        Assert.Equal(["a"], access.Teams(AccessScopes.ResourcesWrite).Teams);
    }

    [Fact]
    public void Grant_OfATeamWithoutScopes_IsTheRoleThereButNeverPrincipals()
    {
        var access = Access.Of(PrincipalKind.Operator, [new GrantSpec { Team = "a" }]);

        Assert.True(access.Covers(AccessScopes.KeysWrite | AccessScopes.StateWrite, "a"));
        Assert.False(access.Has(AccessScopes.PrincipalsWrite));
        Assert.False(access.Has(AccessScopes.ApprovalsDecide));
    }

    [Fact]
    public void Grants_Several_AddUp()
    {
        var access = Access.Of(PrincipalKind.App, [new GrantSpec { Scopes = ["resources:read"] }, new GrantSpec { Scopes = ["keys:write"], Team = "a" }]);

        Assert.True(access.Covers(AccessScopes.ResourcesRead | AccessScopes.KeysWrite, "a"));
        Assert.False(access.Covers(AccessScopes.ResourcesRead | AccessScopes.KeysWrite, "b"));
    }

    [Fact]
    public void Platform_HasEverythingButWhatMustBeNamed() =>
        Assert.All(Enum.GetValues<AccessScopes>(), s => Assert.Equal(s != AccessScopes.ApprovalsBreakGlass, Access.Platform.Covers(s, null)));
}
